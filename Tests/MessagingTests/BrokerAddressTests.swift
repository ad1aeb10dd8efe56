import Messaging
import Models
import Testing

struct BrokerAddressTests {
    @Test func readsUserPasswordHostPortAndVirtualHost() throws {
        let address = try BrokerAddress(url: "amqp://intake:s%40cret@127.0.0.1:25672/legal%2Faid")
        #expect(address.user == "intake")
        #expect(address.password == "s@cret")
        #expect(address.hosts == [.init(name: "127.0.0.1", port: 25_672)])
        #expect(address.virtualHost == "legal/aid")
        #expect(address.tls == nil)
    }

    @Test func aLineThatLeavesTheMachineSpeaksTLSUnlessToldOtherwise() throws {
        for url in ["amqp://a:b@127.0.0.1/v", "amqp://a:b@localhost,[::1]/v", "amqps://a:b@broker.example/v"] {
            try BrokerAddress(url: url).check(.loopback)
        }
        let away = try BrokerAddress(url: "amqp://a:secret@localhost,broker.example/v")
        let error = #expect(throws: BrokerError.self) { try away.check(.loopback) }
        #expect(error?.message.contains("broker.example") == true && error?.message.contains("secret") == false)
        try away.check(.trustedNetwork)
    }

    @Test func readsSeveralHosts() throws {
        let address = try BrokerAddress(url: "amqp://a:b@one:1,two,[::1]:3/v")
        #expect(address.hosts == [.init(name: "one", port: 1), .init(name: "two", port: 5_672), .init(name: "::1", port: 3)])
    }

    @Test(arguments: ["amqp://a:b@host", "amqp://a:b@host/", "amqp://a:b@host/%2F"])
    func withoutNameTheVirtualHostIsTheStandardOne(url: String) throws {
        #expect(try BrokerAddress(url: url).virtualHost == "/")
    }

    @Test func verifiesWithTheGivenAuthorities() throws {
        let address = try BrokerAddress(url: "amqps://a:b@host/v?cacertfile=/etc/ca.pem&certfile=/c.pem&keyfile=/k.pem")
        #expect(address.hosts == [.init(name: "host", port: 5_671)])
        #expect(address.tls?.authorities == "/etc/ca.pem")
        #expect(address.tls?.certificate?.key == "/k.pem")
    }

    @Test(arguments: [
        "", "host", "http://host/", "amqp://a:secret@/v", "amqp://a:secret@host:x/v", "amqp://a:secret@host:70000/v",
        "amqp://a:secret%zz@host/v", "amqps://a:secret@host/v?verify=none",
    ])
    func refusesWhatIsNoAddressWithoutTellingThePassword(url: String) {
        let error = #expect(throws: BrokerError.self) { try BrokerAddress(url: url) }
        #expect(error?.kind == .invalidAddress)
        #expect(error?.message.contains("secret") == false)
    }

    @Test func itsDescriptionHidesThePassword() throws {
        let address = try BrokerAddress(url: "amqp://intake:secret@host:1/v")
        #expect("\(address)" == "amqp://intake@host:1/v")
    }
}
