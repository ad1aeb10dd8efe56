import Database
import Foundation
import Models
import Outbox

/// A file of an old register on its way into ours.
struct RegisterImport: RowDecodable, Sendable {
    /// What is done with it now.
    enum State: String, Codable, CaseIterable, Sendable {
        /// Its lines are read and held against the rules.
        case checking
        /// People look at what would come of it.
        case checked
        /// Its cases are made.
        case importing
        case done

        /// Whether the service is at work on it.
        var isAtWork: Bool { self == .checking || self == .importing }
    }

    let id: RegisterImportID
    let organisation: OrganisationID
    let province: String
    let fileName: String
    let sha256: Data
    let headings: [String]
    /// One for each heading; nil: the column is not taken over.
    let fields: [ImportField?]
    let lines: Int
    let state: State
    let sentBy: String
    let sentAt: Date
    let confirmedBy: String?
    let confirmedName: String?
    let confirmedRole: Role?
    let confirmedAt: Date?
    let doneAt: Date?
    /// Whether it could not be gone on with, and waits to be tried again.
    let isHeldUp: Bool
    let version: Int

    static let columns: SQL = """
        id, organisation, province, file_name, file_sha256, headings, fields, lines, state, sent_by, sent_at, confirmed_by, confirmed_name,
        confirmed_role, confirmed_at, done_at, retry_at is not null as is_held_up, version
        """

    init(_ row: Row) throws {
        id = try row.get("id")
        organisation = try row.get("organisation")
        province = try row.get("province")
        fileName = try row.get("file_name")
        sha256 = try row.get("file_sha256")
        headings = try row.get("headings")
        fields = try row.get("fields", as: [String].self).map(ImportField.init(rawValue:))
        lines = try row.get("lines")
        state = try row.get("state")
        sentBy = try row.get("sent_by")
        sentAt = try row.get("sent_at")
        confirmedBy = try row.get("confirmed_by")
        confirmedName = try row.get("confirmed_name")
        confirmedRole = try row.get("confirmed_role")
        confirmedAt = try row.get("confirmed_at")
        doneAt = try row.get("done_at")
        isHeldUp = try row.get("is_held_up")
        version = try row.get("version")
    }

    /// The cells of a line by what they hold, those without a field left out.
    func named(_ cells: [String]) -> [ImportField: String] {
        let pairs = zip(fields, cells).compactMap { field, text in field.flatMap { text.isEmpty ? nil : ($0, text) } }
        return Dictionary(pairs) { first, _ in first }
    }

    /// Whoever said yes, for the audit trail.
    func entry(_ action: String, details: [String: String]) -> AuditEntry {
        AuditEntry(
            actor: confirmedBy ?? "intake", actorName: confirmedName ?? "intake", role: confirmedRole ?? .system, action: action,
            subjectKind: "register-import", subject: id.uuid, organisation: organisation, details: details)
    }
}

typealias RegisterImportID = Identifier<RegisterImport>

extension RegisterImport.State: Bindable, ColumnDecodable {}

/// What comes, or came, of a line.
enum ImportVerdict: String, Codable, CaseIterable, Sendable, Bindable, ColumnDecodable {
    /// A case.
    case ready
    /// Nothing: the register has it.
    case known
    /// Nothing, before it is mended.
    case wrong
    /// It became a case.
    case made
}

/// A line of a file, with what comes of it.
struct RegisterImportLine: RowDecodable, Sendable {
    let number: Int
    let cells: [String]
    /// Nil: not looked at yet.
    let verdict: ImportVerdict?
    let code: String?
    let draft: ImportedDraft?
    let problems: [ImportProblem]
    let gaps: [String]
    let `case`: CaseID?

    init(_ row: Row) throws {
        number = try row.get("number")
        cells = try row.get("cells", as: JSONColumn<[String]>.self).value
        verdict = try row.get("verdict")
        code = try row.get("code")
        draft = try row.get("draft", as: JSONColumn<ImportedDraft>?.self)?.value
        problems = try row.get("problems", as: JSONColumn<[ImportProblem]>?.self)?.value ?? []
        gaps = try row.get("gaps", as: [String]?.self) ?? []
        `case` = try row.get("case_id")
    }
}
