package import Foundation
package import ServiceKit
import Yams

/// Every sentence that a person can read, by language and key; read once from `Catalogue/<area>.<language>.yaml`.
package struct Catalogue: Sendable {
    private let tables: [Language: [String: String]]

    /// Reads the catalogue that lies in the bundle. Throws where a file is not flat YAML or a key stands twice.
    package init() throws {
        try self.init(folder: Bundle.module.bundleURL.appending(path: "Catalogue"))
    }

    /// Reads every `<area>.<language>.yaml` of a folder.
    package init(folder: URL) throws {
        var tables: [Language: [String: String]] = [:]
        for language in Language.allCases {
            var table: [String: String] = [:]
            let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                .filter { $0.lastPathComponent.hasSuffix(".\(language.rawValue).yaml") }
                .sorted { $0.path < $1.path }
            for file in files {
                for (key, sentence) in try Self.sentences(of: file) {
                    guard table.updateValue(sentence, forKey: key) == nil else {
                        throw CatalogueError(file: file.lastPathComponent, key: key, fault: "stands in another file too")
                    }
                }
            }
            tables[language] = table
        }
        self.tables = tables
    }

    /// The sentences of one language; what it lacks is taken from the other.
    package func sentences(in language: Language) -> Sentences {
        Sentences(language: language, table: tables[language] ?? [:], fallback: tables[language.other] ?? [:])
    }

    /// The keys of one language.
    package func keys(in language: Language) -> Set<String> { Set((tables[language] ?? [:]).keys) }

    private static func sentences(of file: URL) throws -> [(String, String)] {
        let name = file.lastPathComponent
        guard let node = try Yams.compose(yaml: String(contentsOf: file, encoding: .utf8)) else { return [] }
        guard let mapping = node.mapping else { throw CatalogueError(file: name, key: "", fault: "is not a list of `key: sentence`") }
        return try mapping.map { key, value in
            guard let key = key.scalar?.string, let sentence = value.scalar?.string else {
                throw CatalogueError(file: name, key: key.string ?? "?", fault: "is not one sentence")
            }
            return (key, sentence)
        }
    }
}

/// A catalogue file that cannot be used: which file, which key, and why.
package struct CatalogueError: Error, CustomStringConvertible {
    let file: String
    let key: String
    let fault: String

    package var description: String { "\(file): \(key) \(fault)" }
}
