import Foundation
import Models
import Yams

/// A mapping of a pack file that remembers which keys were read.
struct PackEntry {
    let value: PackValue
    private let fields: [String: Node]
    private var read: Set<String> = []

    init(_ value: PackValue) throws {
        guard case .mapping(let mapping) = value.node else {
            throw value.error("keys with values are expected", "Write “key: value” lines or {key: value}.")
        }
        self.value = value
        fields = Dictionary(mapping.compactMap { key, node in key.string.map { ($0, node) } }) { first, _ in first }
    }

    /// The value of a key that may be absent or null.
    mutating func optional(_ key: String) -> PackValue? {
        read.insert(key)
        guard let node = fields[key], node.null == nil else { return nil }
        return PackValue(node: node, file: value.file, key: value.key.isEmpty ? key : "\(value.key).\(key)")
    }

    /// The value of a key that must be there.
    mutating func required(_ key: String) throws -> PackValue {
        guard let found = optional(key) else { throw value.error("the key “\(key)” is missing", "Add “\(key)” here.") }
        return found
    }

    func finish() throws {
        guard let stray = fields.keys.filter({ !read.contains($0) }).sorted().first else { return }
        let known = read.sorted().joined(separator: ", ")
        throw value.error("the key “\(stray)” is not known", "Remove it or correct it to one of: \(known).")
    }
}

extension PackEntry {
    mutating func text(_ key: String) throws -> String { try required(key).text() }
    mutating func integer(_ key: String) throws -> Int { try required(key).integer() }
    mutating func decimal(_ key: String) throws -> Decimal { try required(key).decimal() }
    mutating func date(_ key: String) throws -> LegalDate { try required(key).date() }
    mutating func localized(_ key: String) throws -> LocalizedText { try required(key).localized() }
    mutating func texts(_ key: String) throws -> [String] { try optional(key)?.list { try $0.text() } ?? [] }

    /// `confirmed`, or `true` where the item does not say otherwise: then the pack's own flag counts.
    mutating func confirmed() throws -> Bool { try optional("confirmed")?.bool() ?? true }

    mutating func choices<Choice: RawRepresentable & CaseIterable>(_ key: String, _: Choice.Type = Choice.self) throws -> [Choice]
    where Choice.RawValue == String {
        try optional(key)?.list { try $0.choice() } ?? []
    }
}
