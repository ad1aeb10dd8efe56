import Foundation
import Yams

/// The OpenAPI document, kept by hand in a file for each area: `openapi.yaml` has the head, and each file may add `paths` and `components`.
struct OpenAPIFiles: Sendable {
    let folder: URL

    /// The whole as JSON, keys in order. Throws where a file is no YAML, or two files describe the same thing.
    func json() throws -> Data {
        var whole: [String: Any] = [:]
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "yaml" }.sorted { $0.lastPathComponent < $1.lastPathComponent }
        for file in files {
            guard let tree = try Yams.load(yaml: String(contentsOf: file, encoding: .utf8)) as? [String: Any] else {
                throw OpenAPIFault(description: "\(file.lastPathComponent) is no mapping")
            }
            try Self.merge(tree, into: &whole, at: file.lastPathComponent)
        }
        return try JSONSerialization.data(withJSONObject: whole, options: [.sortedKeys, .withoutEscapingSlashes])
    }

    private static func merge(_ tree: [String: Any], into whole: inout [String: Any], at place: String) throws {
        for (key, value) in tree {
            guard let present = whole[key] else {
                whole[key] = value
                continue
            }
            guard var inner = present as? [String: Any], let addition = value as? [String: Any] else {
                throw OpenAPIFault(description: "\(place)/\(key) is described twice")
            }
            try merge(addition, into: &inner, at: "\(place)/\(key)")
            whole[key] = inner
        }
    }
}

/// What is wrong with the files of the API's description.
struct OpenAPIFault: Error, CustomStringConvertible {
    let description: String
}
