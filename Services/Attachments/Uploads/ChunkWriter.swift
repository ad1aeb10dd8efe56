import Foundation
import NIOCore

/// Writes what arrives to an upload's file. Small pieces are gathered for a moment, so that slow senders lose nothing and fast ones do not wait
/// for each packet.
actor ChunkWriter {
    private static let gathered = 262_144
    private static let longestWait = Duration.milliseconds(200)

    /// Where the next byte will stand.
    private(set) var position: Int
    private let part: PartFile
    private let limit: Int
    private var pending = ByteBuffer()
    private var lastWrite = ContinuousClock.now
    private var lastArrival = ContinuousClock.now
    private var digest: RunningDigest?

    /// - Parameters:
    ///   - limit: where the upload ends at the latest.
    ///   - digest: is fed with every byte, if there is one.
    init(_ part: PartFile, at offset: Int, limit: Int, digest: RunningDigest?) {
        self.part = part
        self.limit = limit
        self.digest = digest
        position = offset
    }

    /// Takes a piece. Throws ``TooMuch`` where it would run over the limit, ``DiskError`` where it cannot be written.
    func take(_ piece: ByteBuffer) async throws {
        guard position + piece.readableBytes <= limit else { throw TooMuch() }
        lastArrival = .now
        digest?.update(piece)
        position += piece.readableBytes
        pending.writeImmutableBuffer(piece)
        if pending.readableBytes >= Self.gathered || .now - lastWrite > Self.longestWait { try await flush() }
    }

    /// Writes what is gathered.
    func flush() async throws {
        guard pending.readableBytes > 0 else { return }
        let bytes = pending
        pending = ByteBuffer()
        try await part.write(bytes, at: position - bytes.readableBytes)
        lastWrite = .now
    }

    /// Writes what is gathered and returns when the disk has it. Returns the position.
    func sync() async throws -> Int {
        try await flush()
        try await part.sync()
        return position
    }

    /// The digest of all that was taken; nil without one.
    func finishedDigest() -> [UInt8]? { digest?.finish() }

    /// How long nothing has come.
    func silence() -> Duration { .now - lastArrival }

    /// More bytes than the upload was to have.
    struct TooMuch: Error {}
}
