import Foundation
import Mustache
import Rules
import ServiceKit

/// The house's layouts of the printed forms, and how a layout is filled in.
struct Layouts: Sendable {
    private let texts: [String: String]
    private let parts: MustacheLibrary
    let check: LayoutCheck

    /// Reads them from a folder: `<form>.html`, and the pieces that they share in `parts/`. Throws where one is missing or faulty.
    init(folder: URL, pack: PrintedFormPack) throws {
        var library = MustacheLibrary()
        let pieces = try Self.files(in: folder.appending(path: "parts"))
        for (name, text) in pieces { try library.register(text, named: name) }
        parts = library
        check = LayoutCheck(
            fields: Set(pack.fields.map(\.key)), rowFields: Set(pack.rowFields.map(\.key)), parts: Set(pieces.keys))
        texts = try Self.files(in: folder)
        for form in pack.forms {
            guard let text = texts[form.key] else { throw LayoutError(form: form.key, problem: "has no layout") }
            if let fault = check.faults(in: text).first { throw LayoutError(form: form.key, problem: fault.text.text(.en)) }
        }
    }

    /// The house's own layout of a form.
    func text(of form: PrintedForm) -> String { texts[form.key] ?? "" }

    /// Fills a sound layout in; every value is escaped.
    func fill(_ text: String, with facts: DocumentFacts) throws -> String {
        try MustacheTemplate(string: text).render(facts.values, library: parts)
    }

    private static func files(in folder: URL) throws -> [String: String] {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "html" }
        return Dictionary(
            uniqueKeysWithValues: try files.map {
                ($0.deletingPathExtension().lastPathComponent, try String(contentsOf: $0, encoding: .utf8))
            })
    }
}

/// A layout of the house that cannot be used: which, and why.
struct LayoutError: Error, CustomStringConvertible {
    let form: String
    let problem: String

    var description: String { "layout \(form): \(problem)" }
}
