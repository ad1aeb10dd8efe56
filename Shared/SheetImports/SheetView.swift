import Foundation
import Models
import ServiceKit

/// A file as the API shows it: how many of its rows would become what, or have.
struct SheetView: Encodable, Sendable {
    let id: SheetID
    let fileName: String
    /// Until when it is kept.
    let endsAt: Date
    /// When its rows were made; nil as long as they were not.
    let doneAt: Date?
    let ready: Int
    let known: Int
    let wrong: Int
    let made: Int
    /// What would be made, in one word: whoever confirms says what they saw.
    let seen: String

    init<Import>(_ look: KeepSheets<Import>.Look) {
        id = look.file.id
        fileName = look.file.fileName
        endsAt = look.file.endsAt
        doneAt = look.file.doneAt
        ready = look.count(.ready)
        known = look.count(.known)
        wrong = look.count(.wrong)
        made = look.count(.made)
        seen = look.seen
    }
}

/// A row with what would come of it, or what has.
struct SheetLineView<Import: ShownSheetImport>: Encodable, Sendable {
    private struct Fault: Encodable {
        let pointer: String
        let code: String
        let message: String
    }

    private enum CodingKeys: CodingKey {
        case number, verdict, name, errors
    }

    let checked: CheckedLine<Import>
    let facts: Import.Facts
    let language: Language

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        // As the spreadsheet numbers it.
        try container.encode(checked.line.number, forKey: .number)
        try container.encode(checked.verdict.kind.rawValue, forKey: .verdict)
        // As it stands in the row.
        try container.encodeIfPresent(checked.line[.name], forKey: .name)
        var faults: [Fault] = []
        if case .wrong(let errors) = checked.verdict {
            faults = errors.map { Fault(pointer: $0.pointer.description, code: $0.code, message: $0.message.text(language)) }
        }
        try container.encode(faults, forKey: .errors)
        try facts.encode(to: encoder)
    }
}
