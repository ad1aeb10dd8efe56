import Foundation
import Mustache

/// A folder of templates: `parts/field.mustache` is known as `parts/field`.
struct TemplateFolder {
    let url: URL

    /// Adds every template below the folder. Throws where one cannot be parsed, or a name is taken already.
    func register(in library: inout MustacheLibrary) throws {
        guard let found = FileManager.default.enumerator(atPath: url.path) else { return }
        for case let path as String in found where path.hasSuffix(".mustache") {
            let name = String(path.dropLast(".mustache".count))
            guard library.getTemplate(named: name) == nil else { throw TemplateError(template: name, fault: "stands in two folders") }
            let text = try String(contentsOf: url.appending(path: path), encoding: .utf8)
            do {
                try library.register(text, named: name)
            } catch {
                throw TemplateError(template: name, fault: "cannot be parsed: \(error)")
            }
        }
    }
}

/// A template that is missing, stands twice, or cannot be parsed.
package struct TemplateError: Error, CustomStringConvertible {
    let template: String
    let fault: String

    package var description: String { "template \(template) \(fault)" }
}
