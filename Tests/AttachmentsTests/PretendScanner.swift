import Foundation
import NIOCore
import NIOPosix

/// Answers on a socket as clamd does (`INSTREAM`): finds the test file of EICAR, and takes no more than it was told.
final class PretendScanner: Sendable {
    static let malware = Data((#"X5O!P%@AP[4\PZX54(P^)7CC)7}$"# + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").utf8)

    private let serving: Task<Void, any Error>

    static func socket() -> String { FileManager.default.temporaryDirectory.appending(path: "clamd-\(UUID().uuidString)").path }

    init(at path: String, limit: Int = .max) async throws {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(unixDomainSocketPath: path) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        serving = Task {
            try await server.executeThenClose { callers in
                for try await caller in callers { try? await Self.serve(caller, limit) }
            }
        }
    }

    deinit { serving.cancel() }

    private static func serve(_ caller: NIOAsyncChannel<ByteBuffer, ByteBuffer>, _ limit: Int) async throws {
        try await caller.executeThenClose { inbound, outbound in
            var heard = ByteBuffer()
            for try await var bytes in inbound {
                heard.writeBuffer(&bytes)
                guard let answer = answer(to: heard, limit) else { continue }
                try await outbound.write(ByteBuffer(string: answer + "\0"))
                break
            }
        }
    }

    /// Nil as long as more is to come.
    private static func answer(to heard: ByteBuffer, _ limit: Int) -> String? {
        var rest = heard
        guard let command = rest.readString(length: 10) else { return nil }
        guard command == "zINSTREAM\0" else { return "UNKNOWN COMMAND" }
        var content = Data()
        while let count = rest.readInteger(as: UInt32.self) {
            if count == 0 { return content.range(of: malware) == nil ? "stream: OK" : "stream: Win.Test.EICAR_HDB-1 FOUND" }
            guard let bytes = rest.readBytes(length: Int(count)) else { return nil }
            content += bytes
            if content.count > limit { return "INSTREAM size limit exceeded. ERROR" }
        }
        return nil
    }
}
