package import Hummingbird
package import NIOCore

/// Reads a `multipart/form-data` body (RFC 7578) part by part as it arrives, holding no more of it than a piece. Small and strict: it takes what
/// browsers send and refuses everything else with 400.
package actor MultipartReader: ByteSource {
    private static let longestHeader = 8_192
    private static let longestField = 16_384

    /// The head of a part.
    package struct Part: Equatable, Sendable {
        package let name: String
        /// Present where a file was chosen, or could have been.
        package let filename: String?
    }

    private let source: RequestBytes
    /// CRLF, two hyphens and the boundary.
    private let delimiter: [UInt8]
    /// What has arrived and was not given out. Begins with a CRLF of our own, so that the first delimiter looks like the others.
    private var buffer: [UInt8] = [13, 10]
    private var isInPart = false
    private let begin = ContinuousClock.now
    private var received = 0

    /// Throws 415 for another content type or one without a boundary.
    package init(_ request: Request) throws {
        guard request.contentType == "multipart/form-data", let boundary = Self.boundary(of: request.headers[.contentType] ?? "") else {
            throw Problem.unsupportedMediaType(expected: "multipart/form-data")
        }
        source = RequestBytes(request.body)
        delimiter = [13, 10, 45, 45] + Array(boundary.utf8)
    }

    /// The next part; nil after the last.
    package func nextPart() async throws -> Part? {
        while try await next() != nil {}
        if try await beginsAfterDelimiter([45, 45]) { return nil }
        guard try await beginsAfterDelimiter([13, 10]) else { throw Self.malformed }
        buffer.removeFirst(delimiter.count + 2)
        isInPart = true
        return try Self.part(try await header())
    }

    /// The next piece of the present part; nil at its end.
    package func next() async throws -> ByteBuffer? {
        guard isInPart else { return nil }
        while true {
            if let end = buffer.place(of: delimiter) {
                let piece = ByteBuffer(bytes: buffer[..<end])
                buffer.removeFirst(end)
                isInPart = false
                return piece.readableBytes > 0 ? piece : nil
            }
            // The last bytes may be the beginning of a delimiter.
            let safe = buffer.count - delimiter.count
            if safe > 0 {
                let piece = ByteBuffer(bytes: buffer[..<safe])
                buffer.removeFirst(safe)
                return piece
            }
            try await readMore()
        }
    }

    /// The whole of a small part as text.
    package func text() async throws -> String {
        guard let text = String(validating: try await bytes(maximum: Self.longestField), as: UTF8.self) else { throw Self.malformed }
        return text
    }

    /// The whole of a part. Throws 413 above `maximum` bytes.
    package func bytes(maximum: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try await next() {
            bytes += piece.readableBytesView
            guard bytes.count <= maximum else { throw Problem.tooLarge(maximum: maximum) }
        }
        return bytes
    }

    /// Throws 400 where there is no more; 408 where it comes by drops, as ``Hummingbird/Request/bytes(maximum:)`` does.
    private func readMore() async throws {
        guard let bytes = try await source.next() else { throw Self.cutShort }
        received += bytes.readableBytes
        if Request.isTooSlow(received, after: .now - begin) { throw Problem.tooSlow() }
        buffer += bytes.readableBytesView
    }

    private func beginsAfterDelimiter(_ ending: [UInt8]) async throws -> Bool {
        while buffer.count < delimiter.count + 2 { try await readMore() }
        guard buffer.starts(with: delimiter) else { throw Self.malformed }
        return buffer[delimiter.count...].starts(with: ending)
    }

    private func header() async throws -> [String] {
        while true {
            if let end = buffer.place(of: [13, 10, 13, 10]) {
                guard let text = String(validating: buffer[..<end], as: UTF8.self) else { throw Self.malformed }
                buffer.removeFirst(end + 4)
                return text.split(separator: "\r\n").map(String.init)
            }
            guard buffer.count <= Self.longestHeader else { throw Self.malformed }
            try await readMore()
        }
    }

    private static func part(_ lines: [String]) throws -> Part {
        let prefix = "content-disposition: form-data;"
        guard let line = lines.first(where: { $0.lowercased().hasPrefix(prefix) }) else { throw malformed }
        let parameters = parameters(String(line.dropFirst(prefix.count)))
        guard let name = parameters["name"] else { throw malformed }
        return Part(name: name, filename: parameters["filename"])
    }

    /// `key="value"` with semicolons between; browsers write quotes and line ends in values as `%22`, `%0D`, `%0A`.
    private static func parameters(_ text: String) -> [String: String] {
        var found: [String: String] = [:]
        for match in text.matches(of: /([A-Za-z]+)="([^"]*)"/) {
            let value = match.2.replacing("%22", with: "\"").replacing("%0D", with: "").replacing("%0A", with: "")
            found[match.1.lowercased()] = String(value)
        }
        return found
    }

    /// RFC 2046 §5.1.1: 1 to 70 characters.
    private static func boundary(of header: String) -> String? {
        guard let match = header.firstMatch(of: /;\s*boundary=(?:"([^"]{1,70})"|([^\s;,"]{1,70}))/.ignoresCase()) else { return nil }
        return (match.1 ?? match.2).map(String.init)
    }

    private static let cutShort = Problem.malformed(
        Bilingual(vi: "Dữ liệu gửi lên bị đứt giữa chừng; hãy gửi lại.", en: "The body was cut short; send it again."))
    private static let malformed = Problem.malformed(
        Bilingual(vi: "Biểu mẫu tải tệp không đọc được.", en: "The upload form cannot be read."))
}

extension [UInt8] {
    /// Where `needle` begins; nil where it is not.
    fileprivate func place(of needle: [UInt8]) -> Int? {
        withUnsafeBufferPointer { hay in
            needle.withUnsafeBufferPointer { needle in
                guard hay.count >= needle.count, let first = needle.first else { return nil }
                var index = 0
                while index <= hay.count - needle.count {
                    guard let next = hay[index...(hay.count - needle.count)].firstIndex(of: first) else { return nil }
                    if (1..<needle.count).allSatisfy({ hay[next + $0] == needle[$0] }) { return next }
                    index = next + 1
                }
                return nil
            }
        }
    }
}
