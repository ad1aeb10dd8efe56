package import Hummingbird
package import NIOCore

/// Bytes on their way in, piece by piece.
package protocol ByteSource: Sendable {
    /// The next piece; nil at the end.
    func next() async throws -> ByteBuffer?
}

/// The body of a request as a source. Read by one task at a time.
package actor RequestBytes: ByteSource {
    private var iterator: RequestBody.AsyncIterator

    package init(_ body: RequestBody) {
        iterator = body.makeAsyncIterator()
    }

    package func next() async throws -> ByteBuffer? {
        var iterator = iterator
        defer { self.iterator = iterator }
        return try await iterator.next(isolation: self)
    }
}

/// A piece that was looked at already, and what comes after it.
package actor Preceded: ByteSource {
    private var first: ByteBuffer?
    private let rest: any ByteSource

    package init(first: ByteBuffer, rest: any ByteSource) {
        self.first = first
        self.rest = rest
    }

    package func next() async throws -> ByteBuffer? {
        if let first {
            self.first = nil
            return first
        }
        return try await rest.next()
    }
}
