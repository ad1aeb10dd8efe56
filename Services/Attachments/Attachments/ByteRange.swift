/// One range of a content (RFC 9110 §14.1.2). Several ranges, other units and what is not well formed are ignored, as the RFC allows.
enum ByteRange: Equatable {
    /// The whole content.
    case whole
    /// The bytes to send.
    case part(Range<Int>)
    case unsatisfiable

    /// - Parameter size: bytes of the content.
    init(_ header: String?, size: Int) {
        guard let header, header.lowercased().hasPrefix("bytes=") else {
            self = .whole
            return
        }
        let ends = header.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
        guard ends.count == 2, ends.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }), ends != ["", ""] else {
            self = .whole
            return
        }
        // A number too large to read lies beyond every end.
        let first = ends[0].isEmpty ? nil : Int(ends[0]) ?? .max
        let last = ends[1].isEmpty ? nil : Int(ends[1]) ?? .max
        switch (first, last) {
        case (let first?, let last?) where first > last: self = .whole
        case (let first?, let last): self = first < size ? .part(first..<min(last ?? size - 1, size - 1) + 1) : .unsatisfiable
        case (nil, let count?): self = count > 0 && size > 0 ? .part(max(0, size - count)..<size) : .unsatisfiable
        case (nil, nil): self = .whole
        }
    }
}
