package import Models

/// What a column of a statistical form counts.
package enum ColumnCount: Hashable, Sendable {
    /// Every person-turn.
    case persons
    case gender(Gender)
    /// Person-turns counted as one of these categories, unless a `together` column takes them.
    case categories([Category])
    /// Person-turns that claim all of these, counted as one of them.
    case together([Category])

    /// Every case handled in the period: carried over and newly accepted.
    case handled
    case carriedOver
    case newlyAccepted
    case finished
    case finishedBy(Performer)
    case openAtEnd
    case stopped

    private enum What: String, CaseIterable {
        case persons, gender, categories, together, handled, finished, stopped
        case carriedOver = "carried_over"
        case newlyAccepted = "newly_accepted"
        case finishedBy = "finished_by"
        case openAtEnd = "open_at_end"
    }

    init(from entry: inout PackEntry) throws {
        func categories() throws -> [Category] { try entry.required("categories").list { Category(rawValue: try $0.text()) } }
        self =
            switch try entry.required("counts").choice(What.self) {
            case .persons: .persons
            case .gender: .gender(try entry.required("gender").choice())
            case .categories: .categories(try categories())
            case .together: .together(try categories())
            case .handled: .handled
            case .carriedOver: .carriedOver
            case .newlyAccepted: .newlyAccepted
            case .finished: .finished
            case .finishedBy: .finishedBy(try entry.required("performer").choice())
            case .openAtEnd: .openAtEnd
            case .stopped: .stopped
            }
    }

    /// Whether it counts persons (biểu 24) rather than cases (biểu 25).
    var countsPersons: Bool {
        switch self {
        case .persons, .gender, .categories, .together: true
        default: false
        }
    }

    /// The categories that a `categories` column lists; empty for other columns.
    var ownCategories: [Category] {
        if case .categories(let categories) = self { categories } else { [] }
    }
}
