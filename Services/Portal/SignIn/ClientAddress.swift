import Crypto
import Foundation
import HTTPTypes
import Hummingbird

/// Where a request comes from, as a digest: an IPv4 address, or the /64 network of an IPv6 one (what one subscriber has).
struct ClientAddress: Sendable {
    let digest: Data

    /// The front door sets the header, and Portal listens on loopback only, so nobody else can.
    init(_ request: Request) {
        let text = HTTPField.Name("X-Forwarded-For").flatMap { request.headers[$0] }?.split(separator: ",").last
        self.init(text.map { $0.trimmingCharacters(in: .whitespaces) } ?? "direct")
    }

    init(_ text: String) {
        var address = in6_addr()
        if inet_pton(AF_INET6, text, &address) == 1 {
            let network = withUnsafeBytes(of: &address) { Data($0.prefix(8)) }
            digest = Data(SHA256.hash(data: Data("network:".utf8) + network))
        } else {
            digest = Data(SHA256.hash(data: Data("address:\(text)".utf8)))
        }
    }
}
