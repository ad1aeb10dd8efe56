import Foundation
import Models
import Rules

/// An import as a list answers it.
struct ImportSummaryView: Encodable, Sendable {
    let id: RegisterImportID
    let organisation: OrganisationID
    let filename: String
    let sha256: String
    let rows: Int
    let status: RegisterImport.State
    let sentBy: String
    let sentAt: Date
    let confirmedBy: String?
    let confirmedAt: Date?
    let doneAt: Date?
    let heldUp: Bool
    let version: Int

    init(_ file: RegisterImport) {
        id = file.id
        organisation = file.organisation
        filename = file.fileName
        sha256 = file.sha256.hexadecimal
        rows = file.lines
        status = file.state
        sentBy = file.sentBy
        sentAt = file.sentAt
        confirmedBy = file.confirmedName
        confirmedAt = file.confirmedAt
        doneAt = file.doneAt
        heldUp = file.isHeldUp
        version = file.version
    }
}

/// An import as its own address answers it.
struct ImportView: Encodable, Sendable {
    struct Column: Encodable, Sendable {
        let heading: String
        let field: ImportField?
    }

    /// Lines by what comes, or came, of them.
    struct Lines: Encodable, Sendable {
        let ready: Int
        let known: Int
        let wrong: Int
        let made: Int
    }

    struct Gap: Encodable, Sendable {
        let field: String
        let rows: Int
    }

    private let summary: ImportSummaryView
    let columns: [Column]
    let lines: Lines
    let gaps: [Gap]

    init(_ look: ImportDesk.Look) {
        summary = ImportSummaryView(look.file)
        columns = zip(look.file.headings, look.file.fields).map { Column(heading: $0, field: $1) }
        func count(_ verdict: ImportVerdict) -> Int { look.counts[verdict] ?? 0 }
        lines = Lines(ready: count(.ready), known: count(.known), wrong: count(.wrong), made: count(.made))
        gaps = look.gaps.map { Gap(field: $0.field, rows: $0.lines) }
    }

    private enum CodingKeys: String, CodingKey {
        case columns, lines, gaps
    }

    func encode(to encoder: any Encoder) throws {
        try summary.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(columns, forKey: .columns)
        try container.encode(lines, forKey: .lines)
        try container.encode(gaps, forKey: .gaps)
    }
}

/// A line as the API answers it.
struct ImportLineView: Encodable, Sendable {
    struct Fault: Encodable, Sendable {
        let field: ImportField?
        let heading: String?
        let value: String?
        let code: String
        let message: LocalizedText
    }

    let row: Int
    let verdict: ImportVerdict?
    let code: String?
    let client: String?
    let problems: [Fault]
    let gaps: [String]
    let `case`: CaseID?

    init(_ line: RegisterImportLine, of file: RegisterImport) {
        let named = file.named(line.cells)
        row = line.number
        verdict = line.verdict
        code = line.code
        client = named[.client]
        problems = line.problems.map { problem in
            Fault(
                field: problem.field, heading: problem.field.flatMap(file.heading), value: problem.value, code: problem.code,
                message: problem.message)
        }
        gaps = line.gaps
        `case` = line.case
    }
}

extension RegisterImport {
    /// What stands above the column of a field.
    func heading(of field: ImportField) -> String? { zip(headings, fields).first { $0.1 == field }?.0 }
}
