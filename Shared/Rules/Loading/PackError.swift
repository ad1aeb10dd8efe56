/// A rule pack that cannot be read: says where, what is wrong and what to do about it. Never worth a retry.
package struct PackError: Error, CustomStringConvertible, Equatable {
    /// The file's name, `eligibility.yaml`.
    package let file: String
    /// The line in it, from 1; nil where the whole file is meant.
    package let line: Int?
    /// The key's path, `[0].categories[3].title.en`; empty for the whole file.
    package let key: String
    package let problem: String
    package let advice: String

    package var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return "\(place)\(key.isEmpty ? "" : ", \(key)"): \(problem). \(advice)"
    }
}
