import Crypto
import Database
import Directory
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Messaging
import Models
import NIOCore
import Rules
import Synchronization
import TestKit
import Testing

@testable import Attachments
@testable import Outbox
@testable import ServiceKit

/// The service on a database and a folder of its own, with one centre, its branch, one case and its helper.
final class Office: Sendable {
    let test: TestDatabase
    let papers: URL
    let centre = OrganisationID(at: Date())
    let branch = OrganisationID(at: Date())
    let caseID = CaseID(at: Date())
    let helper = HelperID(at: Date())
    let house: House
    let desk: UploadDesk
    private let signer: TokenSigner
    private let parts: Parts
    let clock: MovableClock

    var database: Database { test.database }

    private init(test: TestDatabase, house: House, signer: TokenSigner, papers: URL, clock: MovableClock, silence: Duration) async throws {
        self.test = test
        self.house = house
        self.signer = signer
        self.papers = papers
        self.clock = clock
        desk = try UploadDesk(house, silence: silence)
        parts = try await App.build(house)
    }

    deinit {
        try? FileManager.default.removeItem(at: papers)
    }

    static func make(
        maximum: Int = 10_000_000, knowsCase: Bool = true, silence: Duration = .seconds(60), limits: [String: String] = [:]
    ) async throws -> Office {
        let folder = try #require(App.migrations)
        let test = try await TestDatabase.make(
            .attachments, migrations: [Outbox.migrations(), Directory.migrations(), MigrationSet(name: "attachments", folder: folder)])
        let papers = FileManager.default.temporaryDirectory.appending(
            path: "caunoi-papers-\(UUID().uuidString)", directoryHint: .isDirectory)
        let configuration = try await ServiceConfiguration(
            environment: limits.merging(["CAUNOI_PAPERS": papers.path, "CAUNOI_UPLOADS_MAXIMUM_BYTES": "\(maximum)"]) { $1 })
        let signer = try await TokenSigner(privateKeyPEM: try TokenSigner.newPrivateKeyPEM())
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let clock = MovableClock()
        let house = House(
            service: .attachments, configuration: configuration, clock: clock.wall, database: test.database,
            broker: Broker(address: try BrokerAddress(url: "amqp://nobody:nothing@127.0.0.1:1/none"), clientName: "test", logger: logger),
            outbox: Outbox(clock: clock.wall), rules: try RulePacks.load(),
            tokens: try await TokenVerifier(publicKeyPEM: signer.publicKeyPEM), metrics: PrometheusMetrics(), logger: logger)
        let office = try await Office(test: test, house: house, signer: signer, papers: papers, clock: clock, silence: silence)
        try await office.tell(office.centre, kind: .centre, parent: nil)
        try await office.tell(office.branch, kind: .branch, parent: office.centre)
        if knowsCase { try await office.openCase() }
        return office
    }

    // MARK: what other services tell

    func tell(_ id: OrganisationID, kind: OrganisationKind, parent: OrganisationID?) async throws {
        let message = OrganisationChanged(
            organisation: id, kind: kind, parent: parent, province: "08", title: "Trung tâm", code: "TT", email: nil, active: true,
            occurredAt: Date(), recordedAt: Date())
        try await handle(OrganisationChangedHandler(desk.directory), message)
    }

    func openCase(_ id: CaseID? = nil, of organisation: OrganisationID? = nil) async throws {
        let message = CaseOpened(
            case: id ?? caseID, request: RequestID(at: Date()), organisation: organisation ?? centre, province: "08",
            code: "TT.TGTT.01.2026",
            matter: MatterID(at: Date()), form: .litigation, field: .criminal, categories: [.poorHousehold], countedAs: .poorHousehold,
            poorAndEthnicMinority: false, gender: .female, acceptedOn: try #require(LegalDate(year: 2026, month: 11, day: 2)),
            urgent: false,
            conflicts: [], occurredAt: Date(), recordedAt: Date())
        try await handle(CaseOpenedHandler(cases: desk.cases, claims: desk.claims), message)
    }

    func assign(_ helper: HelperID? = nil, to id: CaseID? = nil, version: Int = 1) async throws {
        let message = CaseAssigned(
            case: id ?? caseID, code: "TT.TGTT.01.2026", organisation: centre, province: "08", form: .litigation,
            helper: helper ?? self.helper, helperName: "Lò Văn Páo", helperKind: .officer, helperOrganisationKind: .centre, automatic: true,
            occurredAt: Date(), recordedAt: Date())
        try await handle(CaseAssignedHandler(cases: desk.cases, claims: desk.claims), message, version: version)
    }

    func handle<Handler: MessageHandler>(_ handler: Handler, _ message: Handler.Received, version: Int = 1) async throws {
        let envelope = Envelope(
            id: UUID.v7(at: Date()), name: Handler.Received.name, aggregate: message.aggregate, version: version, producer: "test",
            traceparent: nil, attempts: 0)
        try await database.transaction(.service) { try await handler.handle(message, envelope, in: $0) }
    }

    /// The bodies of the messages of a name that were sent, oldest first.
    func told<M: Message>(_ type: M.Type) async throws -> [M] {
        let bodies = try await database.transaction(.service) {
            try await $0.rows("select body from outbox where name = \(M.name) order by position").map {
                try $0.get("body", as: String.self)
            }
        }
        return try bodies.map { try MessageCoding.decode(M.self, from: Data($0.utf8)) }
    }

    func audited(_ action: String) async throws -> Int {
        try await database.transaction(.service) { try await $0.value("select count(*) from audit where action = \(action)", as: Int.self) }
            ?? 0
    }

    // MARK: who asks

    func identity(_ role: Role, of organisation: OrganisationID? = nil, helper: HelperID? = nil, province: String? = nil) -> Identity {
        let isTenant = role != .province && role != .ministry && role != .system
        return Identity(
            subject: "account-\(role.rawValue)", name: "Hoàng Thị Mỷ", role: role, organisation: isTenant ? organisation ?? centre : nil,
            province: province, helper: role == .helper ? helper ?? self.helper : nil, jti: UUID().uuidString)
    }

    var staff: Identity { identity(.staff) }

    /// Runs a request through the whole router. `identity` nil: nobody.
    func ask(
        _ method: HTTPRequest.Method, _ uri: String, by identity: Identity?, _ headers: HTTPFields = [:], body: Data? = nil
    ) async throws -> TestResponse {
        var headers = headers
        if let identity { headers[.authorization] = "Bearer \(try await signer.sign(identity, lifetime: 300))" }
        let fields = headers
        let router = try ServiceRouter.build(parts, tokens: house.tokens, metrics: house.metrics)
        return try await Application(router: router).test(.router) { client in
            try await client.execute(uri: uri, method: method, headers: fields, body: body.map { ByteBuffer(bytes: $0) }) { $0 }
        }
    }
}

/// A clock that a test moves.
final class MovableClock: Sendable {
    private let shift = Mutex(0.0)

    func pass(_ seconds: Double) { shift.withLock { $0 += seconds } }

    var wall: WallClock { WallClock { [self] in Date().addingTimeInterval(shift.withLock { $0 }) } }
}

extension TestResponse {
    var text: String { String(buffer: body) }
    var data: Data { Data(body.readableBytesView) }
    var tree: JSONValue { (try? JSONParser.parse(Array(body.readableBytesView))) ?? .null }
}
