import Database
import Foundation
import Models
import Rules
import ServiceKit

/// Keeps what was typed into the form of a request, until it is sent or its time is over (`draft_expiry`).
struct KeepDraft: Sendable {
    let house: House
    let forms: KeptFormStore

    private var lifetime: TimeInterval { house.rules.deadlines(on: house.clock.today)[.draftExpiry].seconds ?? 30 * 86_400 }

    /// Of a member of staff: one draft a form, however often it is saved.
    func save(_ typed: JSONValue, formKey: UUID, for identity: Identity) async throws -> NewDraft {
        let draft = NewDraft(typed, at: house.clock.now, for: lifetime)
        try await house.database.transaction(identity.scope) { transaction in
            try forms.save(draft, of: identity.subject, identity.organisation, formKey: formKey, in: transaction)
        }
        return draft
    }

    /// Of the public. Throws 404 where `code` is given and holds no more: then nobody is left believing that it was kept.
    func save(_ typed: JSONValue, under code: SecretCode?) async throws -> (draft: NewDraft, code: SecretCode) {
        let draft = NewDraft(typed, at: house.clock.now, for: lifetime)
        return try await house.database.transaction(.service) { transaction in
            if let code, try await forms.find(code, at: draft.savedAt, in: transaction) == nil { throw Problem.notFound() }
            let code = code ?? .new(letters: SecretCode.lettersOfDraft)
            try forms.save(draft, under: code, in: transaction)
            return (draft, code)
        }
    }

    /// What nobody has sent until its time is over.
    var sweep: Sweep {
        Sweep("drafts of requests") { "delete from request_drafts where expires_at <= \(house.clock.now)" }
    }

    func find(_ code: SecretCode) async throws -> KeptForm? {
        try await house.database.transaction(.service) { try await forms.find(code, at: house.clock.now, in: $0) }
    }

    func find(_ id: UUID, for identity: Identity) async throws -> KeptForm {
        let found = try await house.database.transaction(identity.scope) {
            try await forms.find(id, of: identity.subject, at: house.clock.now, in: $0)
        }
        guard let found else { throw Problem.notFound() }
        return found
    }
}
