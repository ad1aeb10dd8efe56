import Directory
import Foundation
import Models
import Pages
import Rules
import ServiceKit

/// What a form is filled in with, by the names of its fields. What is not known is a dotted line, to be written by hand.
struct DocumentFacts: Sendable {
    static let blank = "......................................."
    private(set) var texts: [String: String] = [:]
    private(set) var rows: [[String: String]] = []

    /// As layouts read it.
    var values: [String: any Sendable] {
        var values: [String: any Sendable] = texts
        values["rows"] = rows
        return values
    }

    mutating func set(_ name: String, _ value: String?) {
        texts[name] = value.flatMap { $0.isEmpty ? nil : $0 } ?? Self.blank
    }

    mutating func add(row: [String: String]) { rows.append(row) }

    /// Every field blank, so that none of a layout is left out.
    init(blankFieldsOf pack: PrintedFormPack) {
        for field in pack.fields { set(field.key, nil) }
    }

    /// Each field with what it is called, for looking at a layout.
    init(namesOfFieldsOf pack: PrintedFormPack, _ language: Language) {
        for field in pack.fields { set(field.key, "«\(field.title.text(language.rawValue))»") }
        for _ in 0..<3 {
            add(row: Dictionary(uniqueKeysWithValues: pack.rowFields.map { ($0.key, "«\($0.title.text(language.rawValue))»") }))
        }
    }
}
