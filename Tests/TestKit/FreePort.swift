import Glibc

/// A TCP port of 127.0.0.1 that nobody listened on a moment ago.
package enum FreePort {
    /// Somebody may take it meanwhile: what listens on it is tried a few times, each with another one.
    package static func tried<Value>(_ listen: (Int) async throws -> Value) async throws -> Value {
        for _ in 1..<5 {
            if let value = try? await listen(try find()) { return value }
        }
        return try await listen(try find())
    }

    private static func find() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let found = withUnsafeMutablePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard found else { throw Tool.Failed(description: "the system gives no port: errno \(errno)") }
        return Int(UInt16(bigEndian: name.sin_port))
    }
}
