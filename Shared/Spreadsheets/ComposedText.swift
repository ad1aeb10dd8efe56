import Foundation

/// Bytes of UTF-8 as text in Unicode's composed form (NFC).
enum ComposedText {
    static func of(_ bytes: some Collection<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        return isComposed(bytes) ? text : text.precomposedStringWithCanonicalMapping
    }

    /// Whether nothing needs composing, by a look at the leading bytes: below U+0300 nothing does, nor in U+1E80…U+1EFF, where the letters of
    /// Vietnamese with two marks are. Most texts end here.
    private static func isComposed(_ bytes: some Collection<UInt8>) -> Bool {
        var isAfterE1 = false
        for byte in bytes {
            if isAfterE1 {
                guard byte == 0xBA || byte == 0xBB else { return false }
                isAfterE1 = false
            } else if byte == 0xE1 {
                isAfterE1 = true
            } else if byte >= 0xCC {
                return false
            }
        }
        return true
    }
}
