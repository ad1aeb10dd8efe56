import Crypto
package import Foundation
package import Hummingbird

/// Where a request comes from: what is slowed down and counted by address. Two are the same whose place is.
package struct ClientAddress: Hashable, Sendable {
    /// An IPv4 address, or the /64 network of an IPv6 one (what one subscriber has); what is no address stands for itself.
    private let place: Data
    /// The address itself; nil where it is none. Nothing keeps it but what is told of sign-ins.
    package let text: String?

    /// A request that came through no door: a service listens on loopback only.
    package static let direct = ClientAddress("direct")

    package init(_ text: String) {
        let address = NetworkAddress(text)
        self.text = address == nil ? nil : text
        place =
            switch address {
            case .some(let address) where address.isIPv6: Data("network:".utf8) + address.bytes.prefix(8)
            case .some(let address): Data("address:".utf8) + address.bytes
            case nil: Data("text:\(text)".utf8)
            }
    }

    /// SHA-256 of the place, by which callers are counted. Few requests ask for it.
    package var digest: Data { Data(SHA256.hash(data: place)) }

    package static func == (one: ClientAddress, other: ClientAddress) -> Bool { one.place == other.place }

    package func hash(into hasher: inout Hasher) { hasher.combine(place) }

    /// The last address of `X-Forwarded-For` that is no proxy of ours. The front door has written the last one itself, and each proxy before it
    /// the one before: what stands further to the left is what the caller said.
    package init(_ request: Request, behind proxies: TrustedProxies) {
        let way = (request.headers[.xForwardedFor] ?? "").split { $0 == "," || $0 == " " || $0 == "\t" }.map(String.init)
        self.init(way.last { !proxies.contains($0) } ?? way.first ?? "direct")
    }
}
