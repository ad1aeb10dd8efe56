import CPostgreSQL

/// A COPY from or to the client under way on a connection. Every method runs on the connection's thread.
///
/// `@unchecked Sendable`: only references to it cross threads.
final class CopyTransfer: @unchecked Sendable {
    private enum Phase {
        case moving
        /// Rows are thrown away until the server has stopped.
        case draining
        /// All rows have gone or come; the server's last word is awaited.
        case ending
        case over
    }

    /// What is handed on at once, about.
    private static let chunk = 65_536

    private unowned let wire: Wire
    private let isIncoming: Bool
    private let text: String
    private let limit: Duration?
    private var phase = Phase.moving
    private var writer: UnsafeContinuation<Void, any Error>?
    private var reader: UnsafeContinuation<[UInt8]?, any Error>?
    private var end: UnsafeContinuation<Int, any Error>?
    private var error: DatabaseError?
    private var rows = 0

    /// - Parameter limit: how long the server may be silent; nil where nobody can tell.
    init(wire: Wire, isIncoming: Bool, text: String, limit: Duration?) {
        self.wire = wire
        self.isIncoming = isIncoming
        self.text = text
        self.limit = limit
    }

    /// How long the server may be silent; nil while nobody waits for it: a slow client is no fault of the server's.
    var patience: Duration? { writer != nil || reader != nil || end != nil ? limit : nil }

    /// Sends `bytes`; resumes when the system has taken them all, so that a slow server slows its writer.
    func put(_ bytes: [UInt8], _ continuation: UnsafeContinuation<Void, any Error>) {
        guard let connection = wire.connection else { return continuation.resume(throwing: closed) }
        writer = continuation
        let state = bytes.withUnsafeBytes { block in
            PQputCopyData(connection, block.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(block.count))
        }
        guard state == 1 else { return wire.fail(wire.lastMessage) }
        wire.flush()
    }

    /// Ends the rows: for good, or with the reason why they are to be forgotten. Resumes with the number of rows.
    func finish(failing reason: String?, _ continuation: UnsafeContinuation<Int, any Error>) {
        guard let connection = wire.connection else { return continuation.resume(throwing: closed) }
        end = continuation
        phase = .ending
        guard PQputCopyEnd(connection, reason) == 1 else { return wire.fail(wire.lastMessage) }
        wire.flush()
        readEnd()
    }

    /// Resumes with the next rows, as they come; nil after the last.
    func next(_ continuation: UnsafeContinuation<[UInt8]?, any Error>) {
        guard wire.connection != nil else { return continuation.resume(throwing: closed) }
        guard phase != .over else { return continuation.resume(returning: nil) }
        reader = continuation
        ready()
        wire.flush()
    }

    /// Throws the rows away that are left, or tells the server to stop sending them: then the transaction has failed. Resumes when all is over.
    func abandon(stopping: Bool, _ continuation: UnsafeContinuation<Int, any Error>) {
        guard wire.connection != nil else { return continuation.resume(throwing: closed) }
        guard phase != .over else { return continuation.resume(returning: rows) }
        end = continuation
        if phase == .moving { phase = .draining }
        if stopping { wire.askToStop() }
        ready()
        wire.flush()
    }

    /// Its task was cancelled while it waited: the server is told to stop. Who waits for its last word gets it.
    func stopWaiting() {
        guard writer != nil || reader != nil || end != nil else { return }
        wire.askToStop()
        writer?.resume(throwing: CancellationError())
        writer = nil
        reader?.resume(throwing: CancellationError())
        reader = nil
    }

    /// What libpq holds has gone out, or has not. Returns whether answers are wanted now: rows that nobody asks for stay in the system's buffers.
    func flushed(_ isEmpty: Bool) -> Bool {
        if isEmpty, let writer {
            self.writer = nil
            writer.resume()
        }
        return isIncoming || reader != nil || phase != .moving
    }

    func ready() {
        if !isIncoming, phase == .moving || phase == .draining { readRows() }
        if phase == .ending { readEnd() }
    }

    func fail(_ error: DatabaseError) {
        writer?.resume(throwing: error)
        reader?.resume(throwing: error)
        end?.resume(throwing: error)
        (writer, reader, end) = (nil, nil, nil)
    }

    private func readRows() {
        guard reader != nil || phase == .draining else { return }
        var chunk: [UInt8] = []
        chunk.reserveCapacity(Self.chunk + 8_192)
        while let connection = wire.connection, phase == .draining || chunk.count < Self.chunk {
            var row: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(connection, &row, 1)
            if count > 0, phase == .moving { chunk += UnsafeRawBufferPointer(start: row, count: Int(count)) }
            PQfreemem(row)
            if count == 0 { break }
            if count == -1 {
                phase = .ending
                break
            }
            if count < -1 { return wire.fail(wire.lastMessage) }
        }
        guard !chunk.isEmpty, let reader else { return }
        self.reader = nil
        reader.resume(returning: chunk)
    }

    private func readEnd() {
        guard reader != nil || end != nil else { return }
        while let connection = wire.connection, PQisBusy(connection) == 0 {
            guard let result = PQgetResult(connection) else { return leave() }
            if let error = DatabaseError(result, statement: text), self.error == nil { self.error = error }
            rows = Int(String(cString: PQcmdTuples(result))) ?? rows
            PQclear(result)
        }
    }

    private func leave() {
        phase = .over
        wire.enterPipelineMode()
        wire.whenClean { [self] in
            if let error { return fail(error) }
            reader?.resume(returning: nil)
            end?.resume(returning: rows)
            (reader, end) = (nil, nil)
        }
        wire.startWaiting()
    }

    private var closed: DatabaseError { DatabaseError(kind: .connectionLost, message: "the connection is closed") }
}
