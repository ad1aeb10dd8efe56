import Foundation
import Testing

@testable import Launcher

@Suite struct PortsTests {
    /// A socket that listens on a port of the system's choice.
    private func listener() throws -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                guard bind(descriptor, $0, length) == 0, listen(descriptor, 1) == 0, getsockname(descriptor, $0, &length) == 0 else {
                    throw CocoaError(.fileWriteUnknown)
                }
            }
        }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    @Test func aPortInUseIsRefused() throws {
        let (descriptor, port) = try listener()
        defer { close(descriptor) }
        #expect(!Ports.isFree(port, host: "127.0.0.1"))
        #expect(Ports.isListening(port))
        let error = #expect(throws: LaunchError.self) { try Ports.choose(frontDoor: port, host: "127.0.0.1", services: 6) }
        #expect(error?.what == "port \(port) is in use by another program")
    }

    @Test func portsAreFreeAndAllDifferent() throws {
        let ports = try Ports.choose(frontDoor: 0, host: "127.0.0.1", services: 6)
        let all = [ports.frontDoor, ports.broker, ports.brokerDistribution, ports.epmd] + ports.services
        #expect(Set(all).count == 10)
        // Outgoing connections begin at 32768: none of theirs can be in the way.
        #expect(all.allSatisfy { (12_000..<32_000).contains($0) })
    }

    @Test(arguments: [-1, 65_536]) func whatIsNoPortIsRefused(_ port: Int) {
        #expect(throws: LaunchError.self) { try Ports.choose(frontDoor: port, host: "127.0.0.1", services: 1) }
    }
}
