import Glibc
import Messaging
import Testing

struct EnduranceTests {
    /// A small version of what was tried by hand over a thousand reconnections.
    @Test func reconnectingLeaksNoDescriptor() async throws {
        let address = try PrivateNames.address()
        let line = try Line(to: address)
        let broker = try PrivateNames.broker(url: line.url(address), clientName: "endurance")
        let running = Task { try await broker.run() }
        try await until { broker.isConnected }
        #expect(Self.sockets(to: line.port) == 2)
        for _ in 0..<5 {
            let before = line.accepted
            line.cut()
            line.mend()
            try await until { line.accepted >= before + 2 && broker.isConnected }
        }
        // Two connections, as in the beginning: none of the lost ones is still there.
        try await until { Self.sockets(to: line.port) == 2 }
        running.cancel()
        _ = await running.result
        try await until { Self.sockets(to: line.port) == 0 }
        line.close()
    }

    /// How many descriptors of this process are connected to `port`.
    private static func sockets(to port: Int) -> Int {
        (3..<4_096).count { descriptor in
            var name = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let answered = withUnsafeMutablePointer(to: &name) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(Int32(descriptor), $0, &length) == 0 }
            }
            return answered && name.sin_family == sa_family_t(AF_INET) && Int(UInt16(bigEndian: name.sin_port)) == port
        }
    }
}
