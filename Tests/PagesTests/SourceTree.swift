import Foundation

/// The files of the repository, for the tests that read them.
enum SourceTree {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every file below some folders whose name ends so, with its text.
    static func files(in folders: [String], endingWith suffix: String) throws -> [(path: String, text: String)] {
        try folders.flatMap { folder -> [(String, String)] in
            let url = root.appending(path: folder)
            guard let found = FileManager.default.enumerator(atPath: url.path) else { return [] }
            return try found.compactMap { $0 as? String }.filter { $0.hasSuffix(suffix) }.sorted().map {
                ("\(folder)/\($0)", try String(contentsOf: url.appending(path: $0), encoding: .utf8))
            }
        }
    }

    static func templates() throws -> [(path: String, text: String)] {
        try files(in: ["Shared/Pages/Templates", "Services"], endingWith: ".mustache")
    }

    /// Swift without its comments.
    static func code() throws -> [(path: String, text: String)] {
        try files(in: ["Shared/Pages", "Shared/SheetImports", "Services"], endingWith: ".swift").map { path, text in
            (path, text.split(separator: "\n").filter { $0.firstMatch(of: /^\s*\/\//) == nil }.joined(separator: "\n"))
        }
    }

    /// Whatever may stand in a key for a value: words of the code and the rule packs, cases of enums as they are written in JSON, texts in
    /// quotation marks with `_` for what is neither letter nor digit.
    static func values() throws -> Set<String> {
        let texts =
            try files(in: ["Shared", "Services", "compose"], endingWith: ".swift") + files(in: ["Shared/Rules"], endingWith: ".yaml")
        var values: Set<String> = []
        for (_, text) in texts {
            values.formUnion(text.matches(of: /[a-z0-9_]+/).map { String($0.0) })
            values.formUnion(text.matches(of: /"([a-z0-9_\/.+-]+)/).map { String($0.1).replacing(/[^a-z0-9]/, with: "_") })
            for cases in text.matches(of: /\bcase ([a-zA-Z0-9, ]+)/) {
                values.formUnion(cases.1.matches(of: /[a-zA-Z0-9]+/).map { snakeCase(String($0.0)) })
            }
        }
        return values
    }

    private static func snakeCase(_ name: String) -> String {
        name.map { $0.isUppercase ? "_" + $0.lowercased() : String($0) }.joined()
    }
}
