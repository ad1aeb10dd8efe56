import Models
package import Pages
package import ServiceKit

/// What people and programs see of spreadsheets of one kind.
package protocol ShownSheetImport: SheetImport {
    /// What the API says of a row beside its verdict.
    associatedtype Facts: Encodable & Sendable

    /// Of its pages, and of its calls.
    static var path: String { get }
    static var apiPath: String { get }
    /// The list of what there is: its address, and the key of its title.
    static var list: (path: String, title: String) { get }
    /// The keys of the headings above who a row is and what.
    static var headings: [String] { get }
    /// The key of one of its own sentences: `<kind>_import_<name>`.
    static func key(_ name: String) -> String
    /// The template that comes filled in, as the audit trail tells of it; nil where none does.
    static var filled: (action: String, subject: String)? { get }

    func facts(_ checked: CheckedLine<Self>) -> Facts
    /// Who a row is and what, and what is said beside its verdict; errors are said by themselves.
    func cells(_ checked: CheckedLine<Self>, within reach: Reach, _ t: Sentences) -> (who: TableCell, what: TableCell, detail: String?)
    /// Where to go on from here, if anywhere.
    func next(_ look: KeepSheets<Self>.Look, for identity: Identity, _ t: Sentences) -> Link?
    /// On the button.
    func submit(_ count: Int, _ t: Sentences) -> String
    func done(_ count: Int, _ t: Sentences) -> String

    /// The columns that are for this caller.
    func columns(for identity: Identity) -> [Column]
    /// What can be chosen in the cells of a column; empty where anything can be written.
    func choices(_ column: Column, within reach: Reach, for identity: Identity, _ t: Sentences) -> [String]
    /// Columns of digits that are no numbers, whose first zeros count.
    static var digits: [Column] { get }
    /// The rows of the filled template, `limit` at most.
    func rows(_ limit: Int, within reach: Reach, for identity: Identity, _ t: Sentences) async throws -> [[Column: String]]
}

extension ShownSheetImport {
    package static var filled: (action: String, subject: String)? { nil }
    package static var digits: [Column] { [] }
    package func rows(_ limit: Int, within reach: Reach, for identity: Identity, _ t: Sentences) async throws -> [[Column: String]] { [] }
}
