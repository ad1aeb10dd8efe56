import Foundation
import Models

/// A file of accounts as the API shows it: how many of its rows would become what, or have.
struct ImportView: Encodable, Sendable {
    let id: AccountImportID
    let fileName: String
    /// Until when it is kept.
    let endsAt: Date
    /// When its accounts were made; nil as long as they were not.
    let doneAt: Date?
    let ready: Int
    let known: Int
    let wrong: Int
    let made: Int
    /// What would be made, in one word: whoever confirms says what they saw.
    let seen: String

    init(_ look: ImportAccounts.Look) {
        func count(_ kind: ImportVerdict.Kind) -> Int { look.lines.count { $0.verdict.kind == kind } }
        id = look.file.id
        fileName = look.file.fileName
        endsAt = look.file.endsAt
        doneAt = look.file.doneAt
        ready = count(.ready)
        known = count(.known)
        wrong = count(.wrong)
        made = count(.made)
        seen = look.seen
    }
}
