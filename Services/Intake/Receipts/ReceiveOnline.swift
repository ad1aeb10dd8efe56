import Crypto
import Database
import Foundation
import Hummingbird
import Models
import Pages
import ServiceKit

/// Takes the public's request in, and gives its receipt.
///
/// The secret is made of the form's key, which nobody else has: whoever's line broke sends the form again and gets the same receipt, and yet neither
/// the secret nor the key is kept.
struct ReceiveOnline: Sendable {
    let house: House
    let renderer: PageRenderer
    let receive: ReceiveRequest
    let receipts: ReceiptStore
    let drafts: KeepDraft

    /// - Parameters:
    ///   - key: the form's.
    ///   - code: of the draft that it was, which is done with.
    func callAsFunction(
        _ draft: RequestDraft, key: String?, code: SecretCode?, _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        try await PublicThrottle(database: house.database, clock: house.clock).admit(context.client, to: .post)
        let key = key ?? UUID().text
        let secret = SecretCode(letters: SecretCode.lettersOfReceipt, of: "receipt \(key)")
        let claim = Data(SHA256.hash(data: Data("claim \(key)".utf8))).hexadecimal
        _ = try await context.idempotent(request, house.database, .organisations([draft.centre]), key: claim) { transaction in
            let outcome = try await receive(draft, by: .client(reference: context.reference), in: transaction)
            try await receipts.insert(Receipt(of: outcome.request, secret: secret), in: transaction)
            return Response(status: .created)
        }
        let found = try await house.database.transaction(.service) { transaction in
            if let code { drafts.forms.remove(code, in: transaction) }
            return try await receipts.find(secret, in: transaction)
        }
        guard let found else { throw Problem.notFound() }
        return try page(found, secret, request, context)
    }

    private func page(_ found: ReceivedOnline, _ secret: SecretCode, _ request: Request, _ context: ServiceContext) throws -> Response {
        let t = renderer.sentences(context.language)
        let model: [String: Any] = [
            "notice": Notice(
                .success, title: t("request_receipt_title"),
                text: t("request_receipt_text", ["number": found.number, "time": t.formats.dateTime(found.receivedAt)])),
            "secret": secret.text,
        ]
        return try renderer.page("intake-receipt", model, title: "request_receipt_title", request, context, status: .created)
    }
}
