package import ServiceKit

/// What a column of a spreadsheet may hold. The raw values are the names of the fields of a single thing's form.
package protocol SheetColumn: RawRepresentable, CaseIterable, Hashable, Sendable where RawValue == String {
    /// The column without which no row is one of headings.
    static var name: Self { get }
    /// What to do where no row of headings is found.
    static var noHeadings: Bilingual { get }

    /// The key of its heading in the template.
    var heading: String { get }
    /// What people write above it, folded.
    var words: Set<String> { get }
}

extension SheetColumn {
    /// The column that a heading means, in Vietnamese or English, with accents or without; nil where it is none of them.
    package init?(heading: String) {
        let folded = FoldedText.of(heading)
        guard let column = Self.allCases.first(where: { $0.words.contains(folded) }) else { return nil }
        self = column
    }

    package var pointer: JSONPointer { JSONPointer.root.member(rawValue) }

    /// What people write above mail addresses, and above organisations, whatever else the file holds.
    package static var mailWords: Set<String> {
        [
            "dia chi thu dien tu", "thu dien tu", "hop thu", "hop thu dien tu", "dia chi email", "email", "e mail", "mail", "mail address",
            "email address",
        ]
    }
    package static var placeWords: Set<String> {
        ["to chuc", "don vi", "ten to chuc", "ten don vi", "organisation", "organization", "unit", "centre", "center"]
    }
}
