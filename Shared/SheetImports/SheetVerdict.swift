package import Foundation
package import ServiceKit

/// What would come of a row.
package enum SheetVerdict<Draft: Sendable, Known: Sendable>: Sendable {
    /// Something new.
    case ready(Draft)
    /// Nothing: this is there.
    case known(Known)
    /// Nothing, before it is mended: what is wrong, by the columns.
    case wrong([FieldError])
    /// Nothing more: this was made of it.
    case made(UUID)

    package var kind: VerdictKind {
        switch self {
        case .ready: .ready
        case .known: .known
        case .wrong: .wrong
        case .made: .made
        }
    }
}

/// The words by which verdicts are told apart.
package enum VerdictKind: String, CaseIterable, Sendable {
    case ready, known, wrong, made
}

/// A row with its verdict.
package struct CheckedLine<Import: SheetImport>: Sendable {
    package let line: SheetLine<Import.Column>
    package let verdict: SheetVerdict<Import.Draft, Import.Known>

    package init(line: SheetLine<Import.Column>, verdict: SheetVerdict<Import.Draft, Import.Known>) {
        self.line = line
        self.verdict = verdict
    }
}
