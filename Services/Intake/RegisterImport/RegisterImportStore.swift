import Database
import Directory
import Foundation
import Models
import ServiceKit

/// The SQL of imports: files, their lines, what headings were taken for.
struct RegisterImportStore: Sendable {
    /// Rows that one statement writes.
    private static let batch = 5_000

    /// Keeps a file with its lines. False where the organisation has sent the same before.
    func add(_ new: NewRegisterImport, in transaction: Transaction) async throws -> Bool {
        let added = try await transaction.execute(
            """
            insert into register_imports (id, organisation, province, file_name, file_sha256, file, headings, fields, lines, state, sent_by,
                sent_at, version)
            values (\(new.id), \(new.organisation.id), \(new.organisation.province), \(new.fileName), \(new.sha256), \(Data(new.bytes)),
                \(new.sheet.headings), \(new.fields.map { $0?.rawValue ?? "" }), \(new.sheet.lines.count),
                \(RegisterImport.State.checking), \(new.sentBy), \(new.sentAt), 1)
            on conflict (organisation, file_sha256) do nothing
            """)
        guard added == 1 else { return false }
        for start in stride(from: 0, to: new.sheet.lines.count, by: Self.batch) {
            let lines = new.sheet.lines[start..<min(start + Self.batch, new.sheet.lines.count)]
            let cells = try lines.map { try JSONParameter($0.cells) }
            try await transaction.execute(
                """
                insert into register_import_lines (import, number, organisation, province, cells)
                select \(new.id), number, \(new.organisation.id), \(new.organisation.province), cells
                from unnest(\(lines.map(\.number)), \(cells)) as line (number, cells)
                """)
        }
        return true
    }

    /// Nil where there is none within the scope. `locked` until the commit.
    func find(_ id: RegisterImportID, locked: Bool = false, in transaction: Transaction) async throws -> RegisterImport? {
        try await transaction.first(
            "select \(RegisterImport.columns) from register_imports where id = \(id)" + (locked ? " for update" : ""))
    }

    /// The import of a file that was sent before.
    func find(sha256: Data, of organisation: OrganisationID, in transaction: Transaction) async throws -> RegisterImport? {
        try await transaction.first(
            "select \(RegisterImport.columns) from register_imports where organisation = \(organisation) and file_sha256 = \(sha256)")
    }

    /// The latest first.
    func list(_ page: PageRequest, in transaction: Transaction) async throws -> [RegisterImport] {
        let after: SQL =
            page.after.flatMap { cursor in
                cursor.instant(at: 0).flatMap { at in
                    RegisterImportID(cursor.keys[1]).map { "where (sent_at, id) < (\(at), \($0))" }
                }
            } ?? ""
        return try await transaction.all(
            """
            select \(RegisterImport.columns) from register_imports \(after) order by sent_at desc, id desc limit \(page.limit + 1)
            """)
    }

    /// Gives the next turn: to the organisation whose last is longest ago, for the first of its files that the service is to work on. Files that wait after
    /// a failure, and those that another copy of the service has in hand, are left out.
    func takeTurn(in transaction: Transaction) async throws -> RegisterImportID? {
        try await transaction.value(
            """
            update register_imports
            set turn_at = clock_timestamp()
            where id = (
                select id
                from register_imports as file
                where state in ('checking', 'importing') and (retry_at is null or retry_at <= clock_timestamp())
                order by (select max(turn_at) from register_imports as any_of_it where any_of_it.organisation = file.organisation) nulls first, sent_at
                limit 1
                for update skip locked
            )
            returning id
            """)
    }

    /// One that is still to be worked on, locked until the commit; nil where another copy of the service has it in hand.
    func lockAtWork(_ id: RegisterImportID, in transaction: Transaction) async throws -> RegisterImport? {
        try await transaction.first(
            """
            select \(RegisterImport.columns)
            from register_imports
            where id = \(id) and state in ('checking', 'importing')
            for update skip locked
            """)
    }

    /// It could not be gone on with: it waits two seconds, and twice as long each time, an hour at most.
    func putOff(_ id: RegisterImportID, in transaction: Transaction) {
        transaction.later(
            """
            update register_imports
            set failures = failures + 1,
                retry_at = clock_timestamp() + least(interval '1 hour', interval '2 seconds' * 2 ^ least(failures, 12))
            where id = \(id)
            """)
    }

    /// It goes on again.
    func goesOn(_ id: RegisterImportID, in transaction: Transaction) {
        transaction.later("update register_imports set failures = 0, retry_at = null where id = \(id)")
    }

    func lines(of id: RegisterImportID, _ verdict: ImportVerdict?, after number: Int, limit: Int, in transaction: Transaction) async throws
        -> [RegisterImportLine]
    {
        let only: SQL = verdict.map { "and verdict = \($0)" } ?? ""
        return try await transaction.all(
            """
            select \(Self.lineColumns)
            from register_import_lines
            where import = \(id) and number > \(number) \(only)
            order by number
            limit \(limit)
            """)
    }

    /// Lines that were not looked at yet.
    func unread(of id: RegisterImportID, limit: Int, in transaction: Transaction) async throws -> [RegisterImportLine] {
        try await transaction.all(
            """
            select \(Self.lineColumns) from register_import_lines where import = \(id) and verdict is null order by number limit \(limit)
            """)
    }

    private static let lineColumns: SQL = "number, cells, verdict, code, draft, problems, gaps, case_id"

    /// How many lines there are of each verdict; those that were not looked at yet are left out.
    func counts(of id: RegisterImportID, in transaction: Transaction) async throws -> [ImportVerdict: Int] {
        let rows = try await transaction.rows(
            """
            select verdict, count(*) as lines
            from register_import_lines
            where import = \(id) and verdict is not null
            group by verdict
            """)
        return Dictionary(
            uniqueKeysWithValues: try rows.map { (try $0.get("verdict", as: ImportVerdict.self), try $0.get("lines", as: Int.self)) })
    }

    /// What of the cases that are or would be made is not known, and in how many of them.
    func gaps(of id: RegisterImportID, in transaction: Transaction) async throws -> [(field: String, lines: Int)] {
        let rows = try await transaction.rows(
            """
            select gap, count(*) as lines
            from register_import_lines cross join unnest(gaps) as gap
            where import = \(id) and verdict in ('ready', 'made')
            group by gap
            order by count(*) desc, gap
            """)
        return try rows.map { (try $0.get("gap"), try $0.get("lines")) }
    }

    /// The first line of each of these codes.
    func lines(of id: RegisterImportID, withCodes codes: [String], in transaction: Transaction) async throws -> [String: Int] {
        let rows = try await transaction.rows(
            """
            select line.code, min(line.number) as number
            from (select distinct code from unnest(\(codes)) as code) as asked
            join register_import_lines as line on line.import = \(id) and line.code = asked.code
            group by line.code
            """)
        return Dictionary(uniqueKeysWithValues: try rows.map { (try $0.get("code", as: String.self), try $0.get("number", as: Int.self)) })
    }

    /// What was found of some lines.
    func keep(_ checked: [CheckedLine], of id: RegisterImportID, in transaction: Transaction) async throws {
        let empty = JSONParameter(text: Data("null".utf8))
        let drafts = try checked.map { line in try line.draft.map { try JSONParameter($0) } ?? empty }
        let problems = try checked.map { try JSONParameter($0.problems) }
        try await transaction.execute(
            """
            update register_import_lines as line
            set verdict = found.verdict, code = found.code, draft = nullif(found.draft, 'null'::jsonb), problems = found.problems,
                gaps = string_to_array(found.gaps, ' ')
            from unnest(\(checked.map(\.number)), \(checked.map(\.verdict)), \(checked.map(\.code)), \(drafts), \(problems),
                \(checked.map { $0.gaps.joined(separator: " ") })) as found (number, verdict, code, draft, problems, gaps)
            where line.import = \(id) and line.number = found.number
            """)
    }

    func made(_ cases: [(line: Int, id: CaseID)], of id: RegisterImportID, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            update register_import_lines as line
            set verdict = 'made', case_id = made.id, draft = null
            from unnest(\(cases.map(\.line)), \(cases.map(\.id))) as made (number, id)
            where line.import = \(id) and line.number = made.number
            """)
    }

    /// Columns are taken for other fields: every line is looked at anew.
    func map(_ fields: [ImportField?], of id: RegisterImportID, in transaction: Transaction) async throws {
        transaction.later(
            """
            update register_imports
            set fields = \(fields.map { $0?.rawValue ?? "" }), state = \(RegisterImport.State.checking), failures = 0, retry_at = null,
                version = version + 1
            where id = \(id)
            """)
        try await transaction.execute(
            """
            update register_import_lines
            set verdict = null, code = null, draft = null, problems = null, gaps = null
            where import = \(id) and verdict is not null
            """)
    }

    func confirm(_ id: RegisterImportID, by actor: Actor, at now: Date, in transaction: Transaction) {
        transaction.later(
            """
            update register_imports
            set state = \(RegisterImport.State.importing), confirmed_by = \(actor.subject), confirmed_name = \(actor.name),
                confirmed_role = \(actor.role), confirmed_at = \(now), version = version + 1
            where id = \(id)
            """)
    }

    func move(_ id: RegisterImportID, to state: RegisterImport.State, at now: Date, in transaction: Transaction) {
        let doneAt = state == .done ? now : nil
        transaction.later(
            "update register_imports set state = \(state), done_at = \(doneAt), version = version + 1 where id = \(id)")
    }

    func remove(_ id: RegisterImportID, in transaction: Transaction) {
        transaction.later("delete from register_imports where id = \(id)")
    }

    // ---- headings ----

    /// What this organisation took these headings for.
    func fields(of headings: [String], _ organisation: OrganisationID, in transaction: Transaction) async throws -> [String: ImportField?] {
        let rows = try await transaction.rows(
            """
            select heading, field
            from register_import_headings
            where organisation = \(organisation) and heading = any (\(headings.map(NameKey.fold)))
            """)
        return Dictionary(
            uniqueKeysWithValues: try rows.map {
                (try $0.get("heading", as: String.self), ImportField(rawValue: try $0.get("field")))
            })
    }

    func keep(
        _ fields: [(heading: String, field: ImportField?)], of organisation: OrganisationID, at now: Date, in transaction: Transaction
    ) {
        let named = Dictionary(fields.map { (NameKey.fold($0.heading), $0.field) }) { first, second in first ?? second }
            .filter { !$0.key.isEmpty }.sorted { $0.key < $1.key }
        transaction.later(
            """
            insert into register_import_headings (organisation, heading, field, kept_at)
            select \(organisation), heading, field, \(now)
            from unnest(\(named.map(\.key)), \(named.map { $0.value?.rawValue ?? "" })) as kept (heading, field)
            on conflict (organisation, heading) do update set field = excluded.field, kept_at = excluded.kept_at
            """)
    }
}

/// A file about to be kept.
struct NewRegisterImport: Sendable {
    let id: RegisterImportID
    let organisation: Organisation
    let fileName: String
    let bytes: [UInt8]
    let sha256: Data
    let sheet: ImportSheet
    let fields: [ImportField?]
    let sentBy: String
    let sentAt: Date
}

/// What was found of a line.
struct CheckedLine: Sendable {
    let number: Int
    let verdict: ImportVerdict
    let code: String?
    let draft: ImportedDraft?
    let problems: [ImportProblem]

    var gaps: [String] { draft?.gaps ?? [] }
}
