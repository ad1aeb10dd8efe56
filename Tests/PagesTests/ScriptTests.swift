import Foundation
import Testing

/// Scripts find what they look for: the words and addresses in the attributes of the parts that name them.
@Suite struct ScriptTests {
    private func text(_ path: String) throws -> String {
        try String(contentsOf: SourceTree.root.appending(path: "Shared/Pages/" + path), encoding: .utf8)
    }

    @Test(arguments: [
        ("app.js", ["layout", "parts/fragment", "parts/suggest"]), ("upload.js", ["parts/file-drop"]), ("suggest.js", ["parts/suggest"]),
        ("dialog.js", ["parts/confirmation"]), ("tabs.js", ["parts/tabs"]),
    ])
    func everyAttributeThatAScriptReadsIsWritten(_ script: String, _ templates: [String]) throws {
        let code = try text("Static/" + script)
        let read = Set(code.matches(of: /(?:dataset|words)\.([a-zA-Z]+)/).map { String($0.1) })
        let own = Set(code.matches(of: #/dataset\.([a-zA-Z]+) =/#).map { String($0.1) })
        let written = try templates.flatMap {
            try text("Templates/\($0).mustache").matches(of: /\bdata-([a-z-]+)/).map { camelCase(String($0.1)) }
        }
        #expect(read.subtracting(own).subtracting(written).sorted() == [])
    }

    @Test(arguments: ["upload.js", "suggest.js", "dialog.js", "tabs.js", "renew.js"]) func theScriptOfAPartEnlivensIt(_ script: String)
        throws
    {
        #expect(try text("Static/" + script).contains("export function enliven("))
    }

    /// Words that people read come from the catalogue, and what others wrote never becomes markup.
    @Test(arguments: ["app.js", "upload.js", "suggest.js", "dialog.js", "tabs.js", "renew.js"]) func noScriptSaysAnythingOfItsOwn(
        _ script: String
    )
        throws
    {
        let code = try text("Static/" + script)
        #expect(code.firstMatch(of: /textContent = "[^"]/) == nil)
        #expect(script == "app.js" || !code.contains("innerHTML"))
        #expect(!code.contains("eval(") && !code.contains(".style."))
    }

    private func camelCase(_ name: String) -> String {
        let parts = name.split(separator: "-")
        return String(parts[0]) + parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
