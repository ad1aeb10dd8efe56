import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

extension Counter {
    /// Gives a case to a helper, as Assignment's message does.
    func assign(_ id: CaseID, to helper: HelperID, _ kind: HelperKind = .officer, name: String = "Trợ giúp viên (mẫu)", version: Int = 1)
        async throws
    {
        try await test.hear(
            CaseAssigned(
                case: id, code: "TT.TGTT.01", organisation: centre, province: "08", form: .litigation, helper: helper, helperName: name,
                helperKind: kind, helperOrganisationKind: .centre, automatic: true, occurredAt: Date(), recordedAt: Date()),
            version: version)
    }

    /// A case that was accepted on 2 January 2026, so that work may have been done on it since.
    func acceptEarlier(_ changes: [String: Any] = [:]) async throws -> CaseID {
        let id = try await accept(changes)
        try await test.house.database.transaction(.service) { transaction in
            _ = try await transaction.execute("update cases set accepted_on = '2026-01-02' where id = \(id)")
        }
        return id
    }

    /// The version of a case that its page shows now, as a form sends it.
    func seen(_ id: CaseID) async throws -> [String: String] { ["version": String(try await version(id))] }

    /// Calls the API and expects that status.
    @discardableResult
    func ask(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, by identity: Identity? = nil, match: Int? = nil,
        expecting status: HTTPResponse.Status = .ok, _ place: SourceLocation = #_sourceLocation
    ) async throws -> TestResponse {
        var headers: HTTPFields = [:]
        if let match { headers[.ifMatch] = "\"\(match)\"" }
        let answer = try await test.ask(method, path, by: identity ?? staff, headers, body: body.map { Data($0.utf8) })
        #expect(answer.status == status, "\(answer.text)", sourceLocation: place)
        return answer
    }

    /// Posts a form as a browser does.
    @discardableResult
    func send(_ path: String, _ fields: [String: String], by identity: Identity? = nil) async throws -> TestResponse {
        let allowed = CharacterSet.alphanumerics
        let text = fields.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")"
        }.joined(separator: "&")
        return try await test.ask(
            .post, path, by: identity ?? staff, [.contentType: "application/x-www-form-urlencoded"], body: Data(text.utf8))
    }
}

extension JSONValue {
    var list: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
}
