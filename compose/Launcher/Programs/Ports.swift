import Foundation

/// The TCP ports of one start, all on loopback.
struct Ports: Sendable {
    let frontDoor: Int
    /// Where the front door answers this machine's own programs in plain HTTP, on loopback: `frontDoor` itself where that does.
    let ownDoor: Int
    let broker: Int
    let brokerDistribution: Int
    let epmd: Int
    /// By service, in the order of `ServiceName.allCases`.
    let services: [Int]

    /// Takes `frontDoor` (0: any) if it is free, and free ones for the rest, below the range that outgoing connections use.
    static func choose(frontDoor wanted: Int, host: String, isPlain: Bool = true, services count: Int) throws -> Ports {
        guard (0...65_535).contains(wanted) else { throw LaunchError("\(wanted) is no port", remedy: "a port is 1 to 65535, or 0 for any") }
        if wanted != 0 { try check(wanted, host: host) }
        var next = Int.random(in: 12_000..<30_000)
        func free() throws -> Int {
            for _ in 0..<2_000 {
                next = next >= 31_999 ? 12_000 : next + 1
                if next != wanted, isFree(next, host: "127.0.0.1") { return next }
            }
            throw LaunchError("no free port between 12000 and 32000")
        }
        let frontDoor = wanted == 0 ? try free() : wanted
        return Ports(
            frontDoor: frontDoor, ownDoor: isPlain && host == "127.0.0.1" ? frontDoor : try free(), broker: try free(),
            brokerDistribution: try free(), epmd: try free(),
            services: try (0..<count).map { _ in try free() })
    }

    /// Throws with what is in the way of listening there.
    static func check(_ port: Int, host: String) throws {
        switch obstacle(port, host: host) {
        case 0: return
        case EACCES:
            throw LaunchError(
                "port \(port) is for privileged programs, which the front door is not",
                remedy: "choose one from 1024 on, or let everybody have it: sysctl net.ipv4.ip_unprivileged_port_start=\(port)")
        case EADDRNOTAVAIL, EINVAL:
            throw LaunchError("\(host) is no IPv4 address of this machine", remedy: "0.0.0.0 takes all of them")
        default: throw LaunchError("port \(port) is in use by another program", remedy: "choose another with --port")
        }
    }

    /// Whether a server could listen there now.
    static func isFree(_ port: Int, host: String) -> Bool { obstacle(port, host: host) == 0 }

    /// The error of listening there; 0 where it works.
    private static func obstacle(_ port: Int, host: String) -> Int32 {
        withSocket(port, host: host) { descriptor, address, length in
            var yes: Int32 = 1
            setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
            return bind(descriptor, address, length) == 0 && listen(descriptor, 1) == 0 ? 0 : errno
        }
    }

    /// Whether someone listens there on loopback, as the kernel tells: a server whose log names every caller is not bothered.
    static func isListening(_ port: Int) -> Bool {
        let table = KernelFile.text("/proc/net/tcp")
        let digits = String(port, radix: 16, uppercase: true)
        let place = "0100007F:" + String(repeating: "0", count: 4 - digits.count) + digits
        return table.split(separator: "\n").contains { line in
            let fields = line.split(separator: " ")
            return fields.count > 3 && fields[1] == place && fields[3] == "0A"
        }
    }

    private static func withSocket(
        _ port: Int, host: String, _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else { return EINVAL }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
