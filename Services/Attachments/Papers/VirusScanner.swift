import Foundation
import NIOCore
import NIOPosix

/// Has papers looked at by ClamAV before they are kept (OWASP ASVS 5.0, V5.4.3): `INSTREAM` of clamd(8), on its Unix socket.
struct VirusScanner: Sendable {
    enum Verdict: Equatable, Sendable {
        case clean
        /// What was found, as the scanner calls it.
        case infected(String)
        /// The scanner takes less (`StreamMaxLength` of clamd.conf).
        case tooLarge
    }

    /// No answer, or none that says what the file is.
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    private static let piece = 262_144
    private static let patience = Duration.seconds(120)

    /// Of the socket.
    let path: String

    /// Looks at a whole file. Throws where the scanner cannot say what it is: then nobody knows, and it is asked again.
    func scan(_ part: PartFile, length: Int) async throws -> Verdict {
        try await withThrowingTaskGroup(of: Verdict.self) { group in
            group.addTask { try await ask(part, length) }
            group.addTask {
                try await Task.sleep(for: Self.patience)
                throw Fault(description: "the virus scanner does not answer")
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }

    private func ask(_ part: PartFile, _ length: Int) async throws -> Verdict {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(unixDomainSocketPath: path) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            async let said = Self.answer(from: inbound)
            var fault: (any Error)?
            do {
                try await Self.send(part, length, to: outbound)
            } catch {
                // It hangs up on what is larger than it takes, once it has said so.
                fault = error
            }
            let answer = await said
            if answer.isEmpty, let fault { throw fault }
            return try Self.verdict(answer)
        }
    }

    /// The command, then pieces with their lengths, then a length of nothing.
    private static func send(_ part: PartFile, _ length: Int, to outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws {
        try await outbound.write(ByteBuffer(string: "zINSTREAM\0"))
        var offset = 0
        while offset < length {
            let bytes = try await part.read(min(piece, length - offset), at: offset)
            guard bytes.readableBytes > 0 else { throw DiskError("read", part.path) }
            offset += bytes.readableBytes
            try await outbound.write(ByteBuffer(integer: UInt32(bytes.readableBytes)))
            try await outbound.write(bytes)
        }
        try await outbound.write(ByteBuffer(integer: UInt32(0)))
    }

    /// What it says until the line ends; nothing where it says nothing.
    private static func answer(from inbound: NIOAsyncChannelInboundStream<ByteBuffer>) async -> String {
        var text = ""
        do {
            for try await bytes in inbound {
                text += String(buffer: bytes)
                if text.hasSuffix("\0") { break }
            }
        } catch {
            // What came before the line broke is all there is.
        }
        return text.trimmingCharacters(in: CharacterSet(charactersIn: "\0\n"))
    }

    static func verdict(_ answer: String) throws -> Verdict {
        let prefix = "stream: "
        if answer == prefix + "OK" { return .clean }
        if answer.hasPrefix(prefix), answer.hasSuffix(" FOUND") {
            return .infected(String(answer.dropFirst(prefix.count).dropLast(" FOUND".count)))
        }
        if answer.contains("size limit exceeded") { return .tooLarge }
        throw Fault(description: answer.isEmpty ? "the virus scanner hung up" : "the virus scanner says: \(answer.prefix(200))")
    }
}

extension VirusScanner.Verdict {
    /// For the audit trail.
    var word: String {
        switch self {
        case .clean: "clean"
        case .infected: "infected"
        case .tooLarge: "too_large"
        }
    }
}
