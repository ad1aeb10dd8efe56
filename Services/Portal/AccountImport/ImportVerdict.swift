import Models
import ServiceKit

/// What would come of a row.
enum ImportVerdict: Sendable {
    /// An account.
    case ready(AccountDraft)
    /// Nothing: its person has this one.
    case known(Account)
    /// Nothing, before it is mended: what is wrong, by the columns.
    case wrong([FieldError])
    /// Nothing more: this account was made of it.
    case made(AccountID)

    /// The words by which they are told apart.
    enum Kind: String, CaseIterable, Sendable {
        case ready, known, wrong, made
    }

    var kind: Kind {
        switch self {
        case .ready: .ready
        case .known: .known
        case .wrong: .wrong
        case .made: .made
        }
    }
}

/// A row with its verdict.
struct CheckedLine: Sendable {
    let line: ImportLine
    let verdict: ImportVerdict
}
