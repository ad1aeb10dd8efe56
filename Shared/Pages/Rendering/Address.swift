import Models

/// Addresses of pages of ours.
package enum Address {
    /// A path with a query of what is given; values that are nil are left out.
    package static func of(_ path: String, _ items: (name: String, value: String?)...) -> String { of(path, items) }

    /// The same of a list.
    package static func of(_ path: String, _ items: [(name: String, value: String?)]) -> String {
        let query = items.compactMap { item in item.value.map { "\(item.name)=\(escaped($0))" } }.joined(separator: "&")
        return query.isEmpty ? path : "\(path)?\(query)"
    }

    /// For a query: everything but unreserved characters (RFC 3986, §2.3) and slashes as `%XX`.
    package static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            let isPlain = character.isASCII && (character.isLetter || character.isNumber || "-._~/".contains(character))
            return isPlain ? String(character) : "%" + [byte].hexadecimal.uppercased()
        }.joined()
    }
}
