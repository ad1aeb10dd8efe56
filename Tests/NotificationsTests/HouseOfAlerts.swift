import CoreMetrics
import Database
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Models
import NIOCore
import Pages
import ServiceKit
import Testing

@testable import Notifications

/// The service's routes with a case that stands still, and people of several kinds.
struct HouseOfAlerts: Sendable {
    let rig: Rig
    let `case`: CaseID
    let alert: AlertID
    private let signer: TokenSigner
    private let tokens: TokenVerifier

    init() async throws {
        rig = try await Rig()
        self.case = try await rig.openCase()
        rig.clock.move(to: "2026-03-24")
        _ = try await rig.watch.look()
        let (rig, id) = (rig, self.case)
        alert = try #require(try await rig.database.transaction(.service) { try await rig.alerts.raised(for: id, in: $0) })
        signer = try await TokenSigner(privateKeyPEM: try TokenSigner.newPrivateKeyPEM(), clock: .system)
        tokens = try await TokenVerifier(publicKeyPEM: signer.publicKeyPEM)
    }

    var leader: Identity { Identity(subject: "a-1", name: "Hoàng Thị Mỷ", role: .leader, organisation: rig.centre, jti: "1") }
    var strangersLeader: Identity { Identity(subject: "a-2", name: "Người Lạ", role: .leader, organisation: rig.stranger, jti: "2") }

    func helper(_ id: HelperID) -> Identity {
        Identity(subject: "a-\(id)", name: "Nông Văn Dền", role: .helper, organisation: rig.stranger, helper: id, jti: "3")
    }

    func province(_ code: String) -> Identity { Identity(subject: "a-4", name: "Sở Tư pháp", role: .province, province: code, jti: "4") }

    func bearer(_ identity: Identity) async throws -> HTTPFields {
        [.authorization: "Bearer \(try await signer.sign(identity, lifetime: 300))"]
    }

    func test(_ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        let desk = AlertDesk(clock: rig.clock.wall, database: rig.database, cases: rig.cases, alerts: rig.alerts, stalls: rig.stalls)
        let renderer = try PageRenderer(templates: App.templates)
        let routes = AlertRoutes(database: rig.database, desk: desk)
        let pages = AlertPages(database: rig.database, renderer: renderer, desk: desk)
        let parts = Parts(routes: { router in
            routes.add(to: router)
            pages.add(to: router)
        })
        let router = try ServiceRouter.build(parts, tokens: tokens, metrics: NOOPMetricsHandler.instance)
        try await Application(router: router).test(.router, body)
    }

    func ids(_ response: TestResponse) throws -> [String] {
        struct Items: Decodable {
            struct Item: Decodable { let id: String }
            let items: [Item]
        }
        return try JSONDecoder().decode(Items.self, from: Data(response.body.readableBytesView)).items.map(\.id)
    }
}
