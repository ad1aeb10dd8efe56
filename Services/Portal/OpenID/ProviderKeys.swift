import Foundation
import JWTKit

/// The keys that a provider signs with (RFC 7517).
struct ProviderKeys: Sendable {
    private let keys: JWTKeyCollection

    /// - Parameter json: a JWK set. Keys of kinds that we do not know are passed over: providers have others too. Throws where none is left.
    init(json: Data) async throws {
        let known = try JSONDecoder().decode(KeySet.self, from: json).keys.compactMap(\.key)
        let keys = JWTKeyCollection()
        var count = 0
        for (index, key) in known.enumerated() {
            var key = key
            // A provider with one key may leave out its name.
            key.keyIdentifier = key.keyIdentifier ?? JWKIdentifier(string: "\(index)")
            guard (try? await keys.add(jwk: key)) != nil else { continue }
            count += 1
        }
        guard count > 0 else { throw OpenIDFault.invalid }
        self.keys = keys
    }

    /// What a token says, where one of the keys signed it: RSA, ECDSA or EdDSA, never a shared secret, never nothing.
    func claims(of token: String) async throws -> IDToken {
        try await keys.verify(token, as: IDToken.self, iteratingKeys: true)
    }

    private struct KeySet: Decodable {
        let keys: [Entry]

        struct Entry: Decodable {
            let key: JWK?

            init(from decoder: any Decoder) throws {
                let use = try? decoder.container(keyedBy: Use.self).decodeIfPresent(String.self, forKey: .use)
                key = use == "enc" ? nil : try? JWK(from: decoder)
            }
        }

        enum Use: CodingKey {
            case use
        }
    }
}
