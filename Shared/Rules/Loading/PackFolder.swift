import Foundation
import Models
import Yams

/// A pack that can be read from its file.
protocol ReadablePack: Pack {
    /// Reads what stands beside the head.
    init(head: PackHead, from entry: inout PackEntry) throws
}

/// The folder of YAML files that the packs are read from.
struct PackFolder {
    let url: URL

    /// All versions in `<name>.yaml`: one mapping, or a list of mappings, each with `valid_from`, `source` and `confirmed`.
    func versions<Content: ReadablePack>(_ name: String, _: Content.Type = Content.self) throws -> Versions<Content> {
        let root = try root(of: "\(name).yaml")
        let read: (inout PackEntry) throws -> Content = { entry in
            let head = try Self.head(name, &entry)
            return try Content(head: head, from: &entry)
        }
        let packs: [Content] = if case .sequence = root.node { try root.entries(read) } else { [try root.entry(read)] }
        guard Set(packs.map(\.validFrom)).count == packs.count else {
            throw root.error("two versions begin on the same day", "Give each version its own valid_from.")
        }
        guard let versions = Versions(packs) else {
            throw root.error("there is no version in it", "Add at least one version with valid_from, source and confirmed.")
        }
        return versions
    }

    private func root(of file: String) throws -> PackValue {
        func failure(_ problem: String, _ advice: String, line: Int? = nil) -> PackError {
            PackError(file: file, line: line, key: "", problem: problem, advice: advice)
        }
        guard let text = try? String(contentsOf: url.appending(path: file), encoding: .utf8) else {
            throw failure("the file cannot be read in \(url.path)", "Put it there as UTF-8 text, readable by the service.")
        }
        do {
            guard let node = try Yams.compose(yaml: text) else { throw failure("the file is empty", "Add the pack's versions.") }
            return PackValue(node: node, file: file, key: "")
        } catch let error as YamlError {
            throw failure("it is not YAML (\(error))", "Correct the place that the message names.")
        }
    }

    private static func head(_ name: String, _ entry: inout PackEntry) throws -> PackHead {
        let validFrom = try entry.date("valid_from")
        return PackHead(
            id: "\(name)@\(validFrom)",
            validFrom: validFrom,
            source: try entry.text("source"),
            confirmed: try entry.required("confirmed").bool(),
            note: try entry.optional("note")?.localized()
        )
    }
}
