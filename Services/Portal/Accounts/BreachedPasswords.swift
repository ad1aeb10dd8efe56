import Crypto
import Foundation
import Models
import ServiceKit

/// Passwords that are known from breaches: a file of their SHA-1 in hexadecimal, in order, a line each, with a count behind a colon or none, as Have I
/// Been Pwned gives its list out. Looked up by halving; nothing of its fifty gigabytes is held in memory.
final class BreachedPasswords: Sendable {
    private static let digits = 40
    /// Bytes in which the end of a line is found.
    private static let longestLine = 80

    private let descriptor: Int32
    private let size: Int

    /// Throws ``ConfigurationError``.
    init(_ path: String) throws {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ConfigurationError("\(path) cannot be read: \(String(cString: strerror(errno)))") }
        size = Int(lseek(descriptor, 0, SEEK_END))
        guard let first = digest(at: 0), first.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }) else {
            throw ConfigurationError("\(path) is no list of breached passwords: its lines must begin with 40 hexadecimal digits, in order")
        }
    }

    deinit {
        close(descriptor)
    }

    func contains(_ password: String) -> Bool {
        let wanted = Array(Array(Insecure.SHA1.hash(data: Data(password.utf8))).hexadecimal.utf8)
        // Where its line may begin.
        var low = 0
        var high = size
        while low < high {
            let middle = low + (high - low) / 2
            guard let start = lineStart(from: middle), start < high, let found = digest(at: start) else {
                high = middle
                continue
            }
            if found == wanted { return true }
            if found.lexicographicallyPrecedes(wanted) { low = start + 1 } else { high = middle }
        }
        return false
    }

    /// Where the first line begins at `place` or behind it; nil where none does.
    private func lineStart(from place: Int) -> Int? {
        guard place > 0 else { return 0 }
        let before = bytes(at: place - 1, count: Self.longestLine)
        return before.firstIndex(of: UInt8(ascii: "\n")).map { place + $0 }
    }

    /// In small letters.
    private func digest(at place: Int) -> [UInt8]? {
        let found = bytes(at: place, count: Self.digits)
        return found.count == Self.digits ? found.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "F") ? $0 + 32 : $0 } : nil
    }

    private func bytes(at place: Int, count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = max(0, pread(descriptor, buffer.baseAddress, count, off_t(place)))
        }
    }
}
