package import Models

/// All versions of one pack, oldest first; never empty.
package struct Versions<Content: Pack>: Sendable {
    package let all: [Content]
    private let earliest: Content

    /// Nil where there is no version at all.
    init?(_ versions: [Content]) {
        all = versions.sorted { $0.validFrom < $1.validFrom }
        guard let first = all.first else { return nil }
        earliest = first
    }

    /// The version in force on `date`. Before the first one the earliest answers: nothing older is known here.
    package func on(_ date: LegalDate) -> Content {
        inForce(on: date) ?? earliest
    }

    /// The version in force on `date`, or nil where none was yet.
    package func inForce(on date: LegalDate) -> Content? {
        all.last { $0.validFrom <= date }
    }

    /// The newest version, in force or still to come.
    package var latest: Content { all.last ?? earliest }
}
