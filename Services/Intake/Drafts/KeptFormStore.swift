import Database
import Foundation
import Models
import ServiceKit

/// The SQL of drafts.
struct KeptFormStore: Sendable {
    private static let columns: SQL = "id, form_key, title, fields::text as fields, begun_at, saved_at, expires_at"

    /// Those of one person, the latest first.
    func list(of owner: String, at now: Date, in transaction: Transaction) async throws -> [KeptForm] {
        try await transaction.all(
            """
            select \(Self.columns)
            from request_drafts
            where owner = \(owner) and expires_at > \(now)
            order by saved_at desc
            limit 200
            """)
    }

    /// One of one person's; nil where it is not theirs, or has ended.
    func find(_ id: UUID, of owner: String, at now: Date, in transaction: Transaction) async throws -> KeptForm? {
        try await transaction.first(
            "select \(Self.columns) from request_drafts where id = \(id) and owner = \(owner) and expires_at > \(now)")
    }

    /// The one of a code; nil where it is none, or has ended.
    func find(_ code: SecretCode, at now: Date, in transaction: Transaction) async throws -> KeptForm? {
        try await transaction.first(
            "select \(Self.columns) from request_drafts where code_digest = \(code.digest) and expires_at > \(now)")
    }

    /// Keeps what was typed, over what the same form had kept before.
    func save(_ new: NewDraft, of owner: String, _ organisation: OrganisationID?, formKey: UUID, in transaction: Transaction) throws {
        let fields = try JSONParameter(new.fields)
        transaction.later(
            """
            insert into request_drafts (id, owner, organisation, form_key, title, fields, begun_at, saved_at, expires_at)
            values (\(UUID.v7(at: new.savedAt)), \(owner), \(organisation), \(formKey), \(new.title), \(fields), \(new.savedAt), \(new.savedAt),
                \(new.expiresAt))
            on conflict on constraint request_drafts_form_once do update
            set title = excluded.title, fields = excluded.fields, saved_at = excluded.saved_at, expires_at = excluded.expires_at
            """)
    }

    /// The same of the public's, under their code.
    func save(_ new: NewDraft, under code: SecretCode, in transaction: Transaction) throws {
        let fields = try JSONParameter(new.fields)
        transaction.later(
            """
            insert into request_drafts (id, code_digest, title, fields, begun_at, saved_at, expires_at)
            values (\(UUID.v7(at: new.savedAt)), \(code.digest), \(new.title), \(fields), \(new.savedAt), \(new.savedAt), \(new.expiresAt))
            on conflict on constraint request_drafts_code_once do update
            set title = excluded.title, fields = excluded.fields, saved_at = excluded.saved_at, expires_at = excluded.expires_at
            """)
    }

    func remove(_ id: UUID, of owner: String, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute("delete from request_drafts where id = \(id) and owner = \(owner)") == 1
    }

    /// The form was sent: its draft is done.
    func remove(formKey: UUID, of owner: String, in transaction: Transaction) {
        transaction.later("delete from request_drafts where owner = \(owner) and form_key = \(formKey)")
    }

    func remove(_ code: SecretCode, in transaction: Transaction) {
        transaction.later("delete from request_drafts where code_digest = \(code.digest)")
    }
}

/// What is about to be kept of a form.
struct NewDraft: Sendable {
    let title: String?
    let fields: JSONValue
    let savedAt: Date
    let expiresAt: Date

    /// - Parameter typed: the form as it was posted; its hidden fields are left out.
    init(_ typed: JSONValue, at now: Date, for deadline: TimeInterval) {
        var fields = typed
        if case .object(var members) = typed {
            for hidden in ["form_key", "draft_code"] { members[hidden] = nil }
            fields = .object(members)
        }
        self.fields = fields.withoutNUL
        title = self.fields["client"]?["name"]?.text.map { String($0.prefix(200)) }
        savedAt = now
        expiresAt = now.addingTimeInterval(deadline)
    }
}

extension JSONValue {
    /// The same without the one character that the database cannot keep.
    fileprivate var withoutNUL: JSONValue {
        switch self {
        case .string(let text): .string(text.replacing("\0", with: ""))
        case .field(let text): .field(text.replacing("\0", with: ""))
        case .array(let elements): .array(elements.map(\.withoutNUL))
        case .object(let members):
            .object(Dictionary(members.map { ($0.key.replacing("\0", with: ""), $0.value.withoutNUL) }) { first, _ in first })
        case .null, .bool, .number: self
        }
    }
}
