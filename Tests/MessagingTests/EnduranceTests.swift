import Foundation
import Messaging
import Synchronization
import Testing

struct EnduranceTests {
    /// A small version of what was tried by hand over a thousand reconnections.
    @Test func reconnectingLeaksNoDescriptor() async throws {
        let address = try PrivateNames.address()
        let line = try Line(to: address)
        let broker = try PrivateNames.broker(url: line.url(address), clientName: "endurance")
        let running = Task { try await broker.run() }
        try await until { broker.isConnected }
        let places = try Set(Self.sockets(to: line.port))
        #expect(places.count == 2)
        for _ in 0..<5 {
            let before = line.accepted
            line.cut()
            line.mend()
            try await until { line.accepted >= before + 2 && broker.isConnected }
        }
        // Two connections, as in the beginning: none of the lost ones is still there.
        try await until { (try? Self.sockets(to: line.port).count) == 2 }
        running.cancel()
        _ = await running.result
        try await until { (try? Self.sockets(to: line.port).isEmpty) == true }
        line.close()
    }

    /// Local ports of this process' TCP connections to `port` that are not closed (proc(5), /proc/self/net/tcp), whatever their state.
    private static func sockets(to port: Int) throws -> [Substring] {
        let remote = ":" + String(format: "%04X", port)
        let lines = try String(contentsOfFile: "/proc/self/net/tcp", encoding: .utf8).split(separator: "\n").dropFirst()
        return lines.compactMap { line in
            let fields = line.split(separator: " ")
            // Field 9 is the inode: 0 once no descriptor holds it.
            return fields.count > 9 && fields[2].hasSuffix(remote) && fields[9] != "0" ? fields[1] : nil
        }
    }
}
