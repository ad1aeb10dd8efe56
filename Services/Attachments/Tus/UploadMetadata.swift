import Foundation
import ServiceKit

/// `Upload-Metadata`: pairs with commas between, a key and after a space its value in Base64.
struct UploadMetadata: Sendable {
    /// As it was sent.
    let raw: String
    private let values: [String: Data]

    /// Throws 400 where it is not well formed.
    init(_ header: String) throws {
        var values: [String: Data] = [:]
        for pair in header.split(separator: ",", omittingEmptySubsequences: false) {
            let words = pair.split(separator: " ")
            guard (1...2).contains(words.count), let key = words.first, key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
                let value = words.count == 2 ? Data(base64Encoded: String(words[1])) : Data(),
                values.updateValue(value, forKey: String(key)) == nil
            else {
                throw Problem.malformed(
                    Bilingual(
                        vi: "Upload-Metadata phải là các cặp “khóa giá-trị-base64” cách nhau bằng dấu phẩy.",
                        en: "Upload-Metadata must be pairs “key base64-value” with commas between, no key twice."))
            }
        }
        raw = header
        self.values = values
    }

    /// The value as text; nil where it is missing or not UTF-8.
    func text(_ key: String) -> String? {
        values[key].flatMap { String(data: $0, encoding: .utf8) }
    }
}
