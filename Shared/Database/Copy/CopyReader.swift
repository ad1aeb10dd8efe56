/// The rows of a COPY out of the server, as they come: whoever reads slowly slows the server.
package struct CopyReader: AsyncSequence, AsyncIteratorProtocol {
    private let connection: Connection
    private let transfer: CopyTransfer

    init(_ transfer: CopyTransfer, on connection: Connection) {
        self.connection = connection
        self.transfer = transfer
    }

    /// Whole rows in the COPY's format, about 64 kB together; nil after the last.
    package mutating func next() async throws -> [UInt8]? {
        try Task.checkCancellation()
        return try await connection.step(of: transfer, cancellable: true) { $0.next($1) }
    }

    package func makeAsyncIterator() -> CopyReader { self }
}
