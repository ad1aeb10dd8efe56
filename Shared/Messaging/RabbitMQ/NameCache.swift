import Glibc

/// Names that come with message after message (exchanges, routing keys, types), each as one string instead of a new one every time.
final class NameCache {
    private static let places = 256
    private var names = [String](repeating: "", count: places)

    func name(_ bytes: UnsafeRawBufferPointer) -> String {
        // Names are at most 255 bytes long; what differs only in the middle shares a place, and costs a new string.
        guard let first = bytes.first, let last = bytes.last else { return "" }
        let middle = bytes[bytes.count / 2]
        let place = (Int(first) &* 31 &+ Int(last) &* 17 &+ Int(middle) &* 7 &+ bytes.count) & (Self.places - 1)
        if Self.isSame(names[place], bytes) { return names[place] }
        let name = String(decoding: bytes, as: UTF8.self)
        names[place] = name
        return name
    }

    private static func isSame(_ name: String, _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard name.utf8.count == bytes.count, let base = bytes.baseAddress else { return false }
        return name.utf8.withContiguousStorageIfAvailable { $0.baseAddress.map { memcmp($0, base, bytes.count) == 0 } ?? false } ?? false
    }
}
