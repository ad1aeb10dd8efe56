import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// What the public has of a request that was sent online.
@Suite struct ReceiptTests {
    private func number(_ page: TestResponse) -> String? {
        page.text.firstMatch(of: /YC[0-9]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}/).map { String($0.0) }
    }

    @Test func aReceiptTellsTheStateAndNoMoreThanItsClientMayKnow() async throws {
        let counter = try await Counter.open()
        let page = try await counter.send(counter.fields(["client.name": "Lý Thị Chờ", "summary": "Bí mật của tôi"]), by: nil)
        #expect(page.status == .created, "\(page.text)")
        let number = try #require(self.number(page))
        let secret = try #require(page.code(groups: 4))
        func track(_ number: String, _ secret: String) async throws -> TestResponse {
            try await counter.send(["number": number, "secret": secret], to: "/requests/track", by: nil)
        }
        let waiting = try await track(number.lowercased(), secret)
        #expect(waiting.status == .ok && waiting.text.contains(number))
        #expect(!waiting.text.contains("Lý Thị Chờ") && !waiting.text.contains("Bí mật") && !waiting.text.contains(secret))
        // A wrong secret and a wrong number look the same.
        let other = SecretCode.new(letters: SecretCode.lettersOfReceipt).text
        for (wrongNumber, wrongSecret) in [(number, other), ("YC26-0000-0000-00", secret), (number, "x"), ("", secret)] {
            let answer = try await track(wrongNumber, wrongSecret)
            #expect(answer.status == .unprocessableContent && answer.text.contains("Số hoặc mã bí mật không đúng"))
        }
        let id = try await counter.test.house.database.transaction(.service) {
            try await $0.value("select id from requests", as: UUID.self)
        }
        let refusal = try JSONSerialization.data(withJSONObject: ["reason": "no_concrete_case", "note": "Chưa có vụ việc."])
        let refused = try await counter.test.ask(
            .post, "/api/v1/requests/\(try #require(id).text)/refusal", by: counter.identity(.leader), [.ifMatch: "\"1\""], body: refusal)
        #expect(refused.status == .ok, "\(refused.text)")
        let answered = try await track(number, secret)
        #expect(answered.text.contains("Chưa có vụ việc.") && answered.text.contains("30.3a"))
        #expect(try await counter.test.audited("request.tracked") == 2)
    }

    @Test func aReceiptNamesToWhomTheRequestWent() async throws {
        let counter = try await Counter.open()
        let page = try await counter.send(counter.fields(["client.name": "Lý Thị Chờ"]), by: nil)
        let (number, secret) = (try #require(self.number(page)), try #require(page.code(groups: 4)))
        let id = try await counter.test.house.database.transaction(.service) {
            try await $0.value("select id from requests", as: UUID.self)
        }
        try await counter.ask(
            .post, "/api/v1/requests/\(try #require(id).text)/transfer",
            #"{"reason": "outside_territory", "organisation": "\#(counter.foreign)"}"#, match: 1)
        func track() async throws -> String {
            try await counter.send(["number": number, "secret": secret], to: "/requests/track", by: nil).text
        }
        let tracked = try await track()
        #expect(tracked.contains("Đã chuyển đến") && tracked.contains("TT (mẫu)"), "\(tracked)")
        // Where it is passed on again, they are sent there.
        let there = counter.identity(.leader, of: counter.foreign)
        let new = try #require(
            try await counter.ask(.get, "/api/v1/requests?status=received", by: there).tree["items"]?.list.first?["id"]?.text)
        try await counter.ask(
            .post, "/api/v1/requests/\(new)/transfer", #"{"reason": "outside_territory", "organisation": "\#(counter.branch)"}"#, by: there,
            match: 1)
        try await counter.test.hear(try #require(try await counter.test.told(TransferAnswered.self).first))
        #expect(try await track().contains("CN1 (mẫu)"))
    }

    @Test func aFormSentAgainGivesTheSameReceiptAndNothingOfItsSecretIsKept() async throws {
        let counter = try await Counter.open()
        let fields = counter.fields()
        let first = try await counter.send(fields, by: nil)
        let second = try await counter.send(fields, by: nil)
        #expect(first.code(groups: 4) != nil && first.code(groups: 4) == second.code(groups: 4) && number(first) == number(second))
        #expect(try await counter.requests() == 1)
        let (key, secret) = (try #require(fields["form_key"]), try #require(first.code(groups: 4)))
        let kept = try await counter.test.house.database.transaction(.service) { transaction in
            try await transaction.rows(
                """
                select to_jsonb(idempotency)::text || convert_from(coalesce(body, ''), 'UTF8') as kept from idempotency
                union all
                select to_jsonb(request_receipts)::text from request_receipts
                union all
                select to_jsonb(requests)::text from requests
                """
            ).map { try $0.get("kept", as: String.self) }
        }
        #expect(kept.count == 3 && kept.allSatisfy { !$0.contains(key) && !$0.contains(secret) })
    }

    @Test func guessingAtReceiptsIsSlowedDown() async throws {
        let counter = try await Counter.open()
        for _ in 0..<30 {
            _ = try await counter.send(["number": "YC26-0000-0000-00", "secret": "7F3K-2M9Q-7F3K-2M9Q"], to: "/requests/track", by: nil)
        }
        let last = try await counter.send(["number": "YC26", "secret": "7F3K"], to: "/requests/track", by: nil)
        #expect(last.status == .tooManyRequests && last.headers[.retryAfter] != nil)
    }
}
