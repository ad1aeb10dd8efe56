import Foundation

/// The proxies before the front door whose word is taken for where a request comes from.
package struct TrustedProxies: Sendable {
    package static let none = TrustedProxies(networks: [])

    private struct Network: Hashable, Sendable {
        let address: NetworkAddress
        let bits: Int

        func contains(_ other: NetworkAddress) -> Bool {
            guard other.bytes.count == address.bytes.count else { return false }
            return (0..<bits).allSatisfy { bit in
                let mask: UInt8 = 0x80 >> UInt8(bit % 8)
                return other.bytes[other.bytes.startIndex + bit / 8] & mask == address.bytes[address.bytes.startIndex + bit / 8] & mask
            }
        }
    }

    private let networks: [Network]

    private init(networks: [Network]) {
        self.networks = networks
    }

    /// From a list of addresses and networks (`10.0.0.0/8 2001:db8::1`), between them spaces or commas. Throws ``ConfigurationError``.
    package init(_ list: String) throws {
        networks = try Self.words(list).map { word in
            let parts = word.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard parts.count <= 2, let address = NetworkAddress(parts[0]) else { throw Self.fault(word) }
            let most = address.bytes.count * 8
            guard let bits = parts.count == 2 ? Int(parts[1]) : most, (0...most).contains(bits) else { throw Self.fault(word) }
            return Network(address: address, bits: bits)
        }
    }

    /// What stands in such a list.
    package static func words(_ list: String) -> [String] { list.split { $0 == "," || $0.isWhitespace }.map(String.init) }

    func contains(_ text: String) -> Bool {
        guard let address = NetworkAddress(text) else { return false }
        return networks.contains { $0.contains(address) }
    }

    private static func fault(_ word: String) -> ConfigurationError {
        ConfigurationError(
            "\(Setting.trustedProxies.variable) has “\(word)”, which is no address or network, such as 10.0.0.5 or 10.0.0.0/8")
    }
}
