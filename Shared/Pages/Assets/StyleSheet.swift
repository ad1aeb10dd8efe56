import Foundation

/// A style sheet as it is served: its own file and, in the order of their names, those of the folder beside it that is called like it
/// (`app.css`, then `app/*.css`), without comments and the spaces beside braces, semicolons, commas and after colons, calling fonts and pictures by
/// the names that hold their hash.
struct StyleSheet {
    let url: URL

    /// - Parameter names: the hashed name of each file that a sheet may call, by its plain one.
    func served(calling names: [String: String]) throws -> StaticFile {
        let text = try sources().map { try String(contentsOf: $0, encoding: .utf8) }.joined(separator: "\n")
        let plain = text.replacing(/\/\*[^*]*\*+(?:[^\/*][^*]*\*+)*\//, with: "").replacing(/\n\s+/, with: "\n").replacing(
            /\n{2,}/, with: "\n")
        // No text between quotation marks holds any of these with a space beside it.
        let tight = plain.replacing(/\s*([{};,])\s*/) { String($0.1) }.replacing(": ", with: ":")
        let called = tight.replacing(/url\(([A-Za-z0-9.-]+)\)/) { call in "url(\(names[String(call.1)] ?? String(call.1)))" }
        return StaticFile(name: url.lastPathComponent, content: Data(called.utf8))
    }

    private func sources() throws -> [URL] {
        let folder = url.deletingPathExtension()
        let parts = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return [url] + parts.filter { $0.pathExtension == "css" }.sorted { $0.lastPathComponent < $1.lastPathComponent }
    }
}
