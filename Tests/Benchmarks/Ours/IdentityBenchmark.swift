import Foundation
import Models
import ServiceKit

/// Finding out from a token who asks: of a token that was seen before (`known=1`), as all but the first request of five minutes bring one, or of one
/// that was not.
struct IdentityBenchmark {
    /// The goal, in µs.
    private static let limit = 30.0

    private let isKnown: Bool
    private let count: Int

    init(_ words: Words) throws {
        isKnown = try words.integer("known", otherwise: 1) == 1
        count = try words.integer("count", otherwise: 20_000)
    }

    func run() async throws -> Report {
        let signer = try await TokenSigner(privateKeyPEM: try TokenSigner.newPrivateKeyPEM())
        let verifier = try await TokenVerifier(publicKeyPEM: signer.publicKeyPEM)
        var tokens: [String] = []
        for number in 0..<(isKnown ? 1 : count) { tokens.append(try await signer.sign(identity(number), lifetime: 600)) }
        if isKnown { _ = try await verifier.verify(tokens[0]) }
        let measurement = Measurement()
        for index in 0..<count {
            let found = try await verifier.verify(tokens[index % tokens.count])
            guard found.role == .staff else { throw BenchmarkError("another identity came out") }
        }
        return try measurement.report(count: count, more: ["limit_us": Self.limit])
    }

    private func identity(_ number: Int) -> Identity {
        let now = Date()
        return Identity(
            subject: AccountID(at: now).description, name: "Nguyễn Thị Kim Oanh", role: .staff, organisation: OrganisationID(at: now),
            jti: "\(UUID.v7(at: now))-\(number)", session: SessionKey(at: now))
    }
}
