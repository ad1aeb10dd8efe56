import Foundation
import Messaging
import TestKit
import Testing

struct TLSTests {
    @Test func theBrokersCertificateIsVerified() async throws {
        try await Certificates.made { certificates in
            let port = try await certificates.listener("{verify,verify_none}")
            let good = "cacertfile=\(certificates.folder)/ca.pem"
            try await expect(certificates.url("localhost", port, good), .confirmed)
            // Another authority, and another name than the certificate's.
            try await expectRefusal(certificates.url("localhost", port, "cacertfile=\(certificates.folder)/other.pem"))
            try await expectRefusal(certificates.url("127.0.0.1", port, good))
        }
    }

    @Test func aClientsCertificateIsShown() async throws {
        try await Certificates.made { certificates in
            let port = try await certificates.listener("{verify,verify_peer},{fail_if_no_peer_cert,true}")
            let good = "cacertfile=\(certificates.folder)/ca.pem"
            let own = "&certfile=\(certificates.folder)/client.pem&keyfile=\(certificates.folder)/client.key"
            try await expect(certificates.url("localhost", port, good + own), .confirmed)
            try await expectRefusal(certificates.url("localhost", port, good))
        }
    }

    /// Over TLS the library writes each frame itself: the same properties and bodies must arrive as without.
    @Test func whatIsSentAndAcknowledgedOverTLSIsTheSame() async throws {
        try await Certificates.made { certificates in
            let port = try await certificates.listener("{verify,verify_none}")
            let url = certificates.url("localhost", port, "cacertfile=\(certificates.folder)/ca.pem")
            try await PrivateNames.declared(url: url) { names in
                var messages = (0..<300).map { names.message($0, lane: "\($0 % 5)") }
                messages.append(names.message(300, size: 400_000))
                #expect(await names.broker.publish(messages).allSatisfy { $0.isConfirmed })
                let taken = try await names.take(301, from: names.queueName)
                for (message, delivery) in zip(messages, taken.sorted { $0.number < $1.number }) {
                    #expect(delivery.id == message.id)
                    #expect(delivery.headers == message.headers)
                    #expect(delivery.body == message.body)
                }
                try await names.untilEmpty()
            }
        }
    }

    /// The library writes a message frame by frame and waits for the socket, for ever if it must. RabbitMQ would hang up on a client without heartbeats:
    /// here not for ten minutes.
    @Test(.timeLimit(.minutes(2))) func aPeerThatReadsNoMoreDoesNotHoldUpItsThreadForEver() async throws {
        try await Certificates.made { certificates in
            let port = try await certificates.listener("{verify,verify_none}")
            let good = "cacertfile=\(certificates.folder)/ca.pem"
            let line = try Line(to: try BrokerAddress(url: certificates.url("127.0.0.1", port, good)))
            let names = try PrivateNames()
            try await names.broker.declare(names.topology, prefix: names.prefix)
            // Nobody runs it: the watch goes with the connection.
            let broker = try PrivateNames.broker(
                url: certificates.url("localhost", line.port, good), heartbeat: .seconds(600), longestTurn: .seconds(1))
            #expect(await broker.publish([names.message()]) == [.confirmed])
            line.stall()
            // Nothing else would end the call.
            let rescue = Task {
                try await Task.sleep(for: .seconds(60))
                line.cut()
            }
            let began = ContinuousClock.now
            let outcome = await broker.publish([names.message(size: 32 << 20)])[0]
            rescue.cancel()
            #expect(!outcome.isConfirmed && .now - began < .seconds(45))
            line.close()
            await broker.close()
            await names.broker.close()
            try await names.delete()
        }
    }

    private func expect(_ url: String, _ outcome: PublishOutcome) async throws {
        try await PrivateNames.declared(url: url) { names in
            #expect(await names.broker.publish([names.message()]) == [outcome])
        }
    }

    private func expectRefusal(_ url: String) async throws {
        let names = try PrivateNames(url: url, patience: .seconds(2))
        #expect(await names.broker.publish([names.message()]).first?.isConfirmed == false)
        #expect(!names.broker.isConnected)
        await names.broker.close()
    }
}

/// An authority, a certificate for "localhost", one for a client, and another authority; made by openssl in a folder of their own.
private struct Certificates {
    let folder: String
    private let address: BrokerAddress
    private let node: BrokerNode

    static func made(_ body: (Certificates) async throws -> Void) async throws {
        let folder = "/tmp/caunoi-tls-\(UUID().uuidString.prefix(8).lowercased())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try "subjectAltName=DNS:localhost\n".write(toFile: "\(folder)/names", atomically: false, encoding: .utf8)
        for authority in ["ca", "other"] {
            try await openssl(
                folder, "req -x509 -newkey rsa:2048 -nodes -keyout \(authority).key -out \(authority).pem -days 2 -subj /CN=\(authority)")
        }
        for name in ["localhost", "client"] {
            try await openssl(folder, "req -newkey rsa:2048 -nodes -keyout \(name).key -out \(name).csr -subj /CN=\(name)")
            try await openssl(
                folder, "x509 -req -in \(name).csr -CA ca.pem -CAkey ca.key -CAcreateserial -out \(name).pem -days 2 -extfile names")
        }
        // The broker runs as another user; these keys are nobody's secret.
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: "\(folder)/\(file)")
        }
        let address = try PrivateNames.address()
        try await body(Certificates(folder: folder, address: address, node: BrokerNode(of: address)))
    }

    /// Has the broker listen with TLS as well; the port.
    func listener(_ options: String) async throws -> Int {
        let files = "{cacertfile,\"\(folder)/ca.pem\"},{certfile,\"\(folder)/localhost.pem\"},{keyfile,\"\(folder)/localhost.key\"}"
        return try await FreePort.tried { port in
            try await node.control(
                "eval",
                "rabbit_networking:ensure_ssl(), rabbit_networking:start_ssl_listener({\"127.0.0.1\", \(port)}, [\(files),\(options)], 4).")
            return port
        }
    }

    func url(_ host: String, _ port: Int, _ query: String) -> String {
        "amqps://\(address.user):\(address.password)@\(host):\(port)/\(address.virtualHost == "/" ? "" : address.virtualHost)?\(query)"
    }

    private static func openssl(_ folder: String, _ arguments: String) async throws {
        try await Tool.run("/usr/bin/openssl", arguments.split(separator: " ").map(String.init), folder: folder)
    }
}

extension String {
    fileprivate func write(toFile path: String, atomically: Bool, encoding: String.Encoding) throws {
        try write(to: URL(fileURLWithPath: path), atomically: atomically, encoding: encoding)
    }
}
