import Foundation
import Glibc
import Messaging
import Synchronization

/// A line to the broker that can be cut: a TCP relay on a port of its own.
final class Line: Sendable {
    let port: Int
    private let listener: Int32
    private let target: BrokerAddress.Host
    private let state = Mutex(State())

    private struct State {
        var open: Set<Int32> = []
        var accepts = true
        var isFrozen = false
        var isStalled = false
        var accepted = 0
    }

    init(to address: BrokerAddress) throws {
        guard let target = address.hosts.first else { throw BrokerError(.invalidAddress, "no host") }
        self.target = target
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        listener = descriptor
        var name = Self.loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard bound, listen(descriptor, 64) == 0 else { throw BrokerError(.connectionLost, "no port for the relay (errno \(errno))") }
        port = Int(UInt16(bigEndian: name.sin_port))
        Thread { self.accept() }.start()
    }

    /// Address and credentials of the broker, through this line.
    func url(_ address: BrokerAddress) -> String {
        "amqp://\(address.user):\(address.password)@127.0.0.1:\(port)/\(address.virtualHost == "/" ? "" : address.virtualHost)"
    }

    /// How many connections were made through it.
    var accepted: Int { state.withLock { $0.accepted } }

    /// Breaks every connection; while it is cut, new ones break at once.
    func cut() {
        state.withLock { state in
            state.accepts = false
            for descriptor in state.open { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }

    func mend() {
        state.withLock { $0.accepts = true }
    }

    /// Takes everything and passes nothing on, in silence, until ``thaw()``. What was taken meanwhile is lost.
    func freeze() {
        state.withLock { $0.isFrozen = true }
    }

    func thaw() {
        state.withLock { $0.isFrozen = false }
    }

    /// Takes nothing any more, so that whoever sends waits, until it is cut.
    func stall() {
        state.withLock { $0.isStalled = true }
    }

    func close() {
        cut()
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { break }
            let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var name = Self.loopback(port: target.port)
            let reached = withUnsafePointer(to: &name) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 }
            }
            let accepted = state.withLock { state in
                guard state.accepts, reached else { return false }
                state.open.formUnion([client, server])
                state.accepted += 1
                return true
            }
            guard accepted else {
                for descriptor in [client, server] { Glibc.close(descriptor) }
                continue
            }
            let ends = Mutex(2)
            let over: @Sendable () -> Void = {
                for descriptor in [client, server] { shutdown(descriptor, Int32(SHUT_RDWR)) }
                let last = ends.withLock { ends in
                    ends -= 1
                    return ends == 0
                }
                guard last else { return }
                self.state.withLock { $0.open.subtract([client, server]) }
                for descriptor in [client, server] { Glibc.close(descriptor) }
            }
            Thread { self.pump(client, server, over) }.start()
            Thread { self.pump(server, client, over) }.start()
        }
        Glibc.close(listener)
    }

    private func pump(_ source: Int32, _ sink: Int32, _ over: () -> Void) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(source, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            if state.withLock({ $0.isFrozen }) { continue }
            while state.withLock({ $0.isStalled && $0.accepts }) { usleep(10_000) }
            var sent = 0
            while sent < count {
                let more = buffer[sent..<count].withUnsafeBytes { send(sink, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                guard more > 0 else { return over() }
                sent += more
            }
        }
        over()
    }

    private static func loopback(port: Int) -> sockaddr_in {
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = in_port_t(port).bigEndian
        name.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        return name
    }
}
