import AsyncHTTPClient
import Foundation
import Models
import NIOCore
import NIOHTTP1
import ServiceKit

/// How one service is, as it says itself on `/readyz` and `/status`.
struct ServiceHealth: Sendable {
    enum State: String, Sendable {
        /// Database and broker answer.
        case ready
        /// It runs, but cannot do all of its work.
        case impaired
        /// It does not answer.
        case away
    }

    let service: ServiceName
    let state: State
    let version: String?
    /// Messages that wait to be sent.
    let waiting: Int?
    /// The age of the oldest of them in seconds.
    let oldestSeconds: Double?
    /// Messages put aside for a person to look at.
    let parked: Int?

    /// Asks all services side by side; a silent one is given up after two seconds.
    static func ask(_ addresses: ServiceAddresses) async -> [ServiceHealth] {
        await withTaskGroup(of: ServiceHealth.self) { group in
            for (service, address) in addresses.all { group.addTask { await ask(service, at: address) } }
            let found = await group.reduce(into: [ServiceName: ServiceHealth]()) { $0[$1.service] = $1 }
            return addresses.all.compactMap { found[$0.service] }
        }
    }

    private static func ask(_ service: ServiceName, at address: String) async -> ServiceHealth {
        let ready = try? await InnerClient.shared.execute(HTTPClientRequest(url: address + "/readyz"), timeout: .seconds(2)).status
        guard let ready else {
            return ServiceHealth(service: service, state: .away, version: nil, waiting: nil, oldestSeconds: nil, parked: nil)
        }
        let said = try? await status(at: address)
        return ServiceHealth(
            service: service, state: ready.code == 200 ? .ready : .impaired, version: said?.version, waiting: said?.outbox.rows,
            oldestSeconds: said?.outbox.oldestSeconds, parked: said?.parked)
    }

    private static func status(at address: String) async throws -> Said {
        let answer = try await InnerClient.shared.execute(HTTPClientRequest(url: address + "/status"), timeout: .seconds(2))
        return try MessageCoding.decode(Said.self, from: Data(try await answer.body.collect(upTo: 65_536).readableBytesView))
    }

    private struct Said: Decodable {
        let version: String
        let outbox: Outbox
        let parked: Int

        struct Outbox: Decodable {
            let rows: Int
            let oldestSeconds: Double
        }
    }
}
