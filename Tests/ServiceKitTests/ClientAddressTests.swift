import HTTPTypes
import Hummingbird
import ServiceKit
import Testing

@Suite struct ClientAddressTests {
    private func address(_ way: String?, behind list: String = "") throws -> ClientAddress {
        var headers = HTTPFields()
        if let way { headers[try #require(HTTPField.Name("X-Forwarded-For"))] = way }
        let head = HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: "/", headerFields: headers)
        return ClientAddress(Request(head: head, body: .init(buffer: .init())), behind: try TrustedProxies(list))
    }

    @Test func whatTheCallerSaysOfItselfIsNotBelieved() throws {
        #expect(try address("198.51.100.1, 192.0.2.7") == ClientAddress("192.0.2.7"))
        #expect(try address("198.51.100.1, 192.0.2.7", behind: "10.0.0.0/8") == ClientAddress("192.0.2.7"))
    }

    @Test func theProxiesThatAreNamedAreSteppedOver() throws {
        let way = "203.0.113.9, 192.0.2.7, 10.1.2.3, fd00::5"
        #expect(try address(way, behind: "10.0.0.0/8, fd00::/8") == ClientAddress("192.0.2.7"))
        #expect(try address(way, behind: "fd00::5") == ClientAddress("10.1.2.3"))
        #expect(try address("::ffff:10.1.2.3", behind: "10.1.2.0/24") == ClientAddress("10.1.2.3"), "a proxy that asks by itself")
        #expect(try address("192.0.2.7, nonsense, 10.1.2.3", behind: "10.0.0.0/8") == ClientAddress("nonsense"))
        #expect(try address("10.1.2.128", behind: "10.1.2.0/25") == ClientAddress("10.1.2.128"))
        #expect(try address("192.0.2.7, 10.1.2.128", behind: "10.1.2.0/25") == ClientAddress("10.1.2.128"))
        #expect(try address("192.0.2.7, 10.1.2.127", behind: "10.1.2.0/25") == ClientAddress("192.0.2.7"))
    }

    @Test func oneSubscriberIsOneAddress() {
        #expect(ClientAddress("2001:db8:1:2::1") == ClientAddress("2001:db8:1:2:ffff::9"))
        #expect(ClientAddress("2001:db8:1:2::1") != ClientAddress("2001:db8:1:3::1"))
        #expect(ClientAddress("::ffff:192.0.2.7") == ClientAddress("192.0.2.7"))
    }

    @Test func withoutADoorThereIsOneAddress() throws {
        #expect(try address(nil) == .direct)
        #expect(try address("") == .direct)
    }

    @Test(arguments: ["10.0.0.0/33", "10.0.0/8", "proxy.example", "fd00::/129", "10.0.0.0/", "10.0.0.0/8/8", "10.0.0.0/-1"])
    func aListThatIsWrongStopsTheStart(_ list: String) {
        #expect(throws: ConfigurationError.self) { try TrustedProxies(list) }
    }
}
