import Database
import Models

extension NameKey {
    /// A pattern for `like` that finds `text` anywhere.
    static func pattern(_ text: String) -> String { "%\(fold(text).likeLiteral)%" }
}
