import Database
import Foundation
import Logging
import Models
import ServiceKit

@testable import Assignment
@testable import Outbox

extension Office {
    /// Enters a helper; a second later than the one before, so that their ids have an order.
    @discardableResult
    func helper(
        _ name: String, _ kind: HelperKind = .officer, at organisation: OrganisationID? = nil, card: String? = nil
    ) async throws -> HelperID {
        pass(days: 1 / 86_400)
        let reader = FieldReader(["kind": .string(kind.rawValue), "name": .string(name), "card_number": card.map { .string($0) } ?? .null])
        let draft = HelperDraft(reader, today: clock.today)
        return try await database.transaction(.service) { transaction in
            try await KeepHelper(registers: registers).enter(
                draft, at: organisation ?? centre, by: .system, .system, in: transaction
            ).id
        }
    }

    /// Enters an organisation of the province.
    func organisation(_ kind: String, code: String) async throws -> OrganisationID {
        let reader = FieldReader(["kind": .string(kind), "province": "08", "name": "Tổ chức", "code": .string(code)])
        let draft = OrganisationDraft(reader, rules: registers.rules)
        try reader.finish()
        return try await database.transaction(.service) { transaction in
            try await EnterOrganisation(registers: registers).enter(draft, by: .system, .system, in: transaction).id
        }
    }

    /// A case is opened at the centre, or elsewhere: the handler runs as the inbox runs it.
    @discardableResult
    func openCase(
        _ form: AidForm = .litigation, at organisation: OrganisationID? = nil, id: CaseID? = nil, held: Date? = nil, atOnce: Bool? = nil,
        code: String = "TT.TGTT.01.2026",
        conflicts: [CaseConflict] = []
    ) async throws -> CaseID {
        let id = id ?? CaseID(at: clock.now)
        let message = CaseOpened(
            case: id, request: RequestID(at: clock.now), organisation: organisation ?? centre, province: "08", code: code,
            matter: MatterID(at: clock.now), form: form, field: .civil, categories: [.poorHousehold], countedAs: .poorHousehold,
            poorAndEthnicMinority: false, gender: .female, acceptedOn: clock.today, urgent: false, held: held, acceptedAtOnce: atOnce,
            conflicts: conflicts,
            occurredAt: clock.now, recordedAt: clock.now)
        try await hear(message, CaseOpenedHandler(rules: registers.rules, assigning: assigning))
        return id
    }

    /// Handles a message in a transaction of the service.
    func hear<Handler: MessageHandler>(_ message: Handler.Received, _ handler: Handler) async throws {
        let envelope = Envelope(
            id: UUID.v7(at: clock.now), name: Handler.Received.name, aggregate: message.aggregate, version: 1, producer: "intake",
            traceparent: nil, attempts: 0)
        try await database.transaction(.service) { try await handler.handle(message, envelope, in: $0) }
    }

    func assignment(_ id: CaseID) async throws -> CaseAssignment {
        let found = try await database.transaction(.service) { try await AssignmentStore.find(id, in: $0) }
        guard let found else { throw CocoaError(.fileNoSuchFile) }
        return found
    }

    /// What was told of an aggregate: names and versions, in order.
    func told(_ aggregate: UUID) async throws -> [String] {
        try await database.transaction(.service) { transaction in
            try await transaction.rows("select name || ' ' || version as line from outbox where aggregate = \(aggregate) order by position")
                .map { try $0.get("line") }
        }
    }

    func absence(of id: HelperID, days: ClosedRange<Int>) async throws {
        let today = clock.today
        let reader = FieldReader([
            "from": .string(today.adding(days: days.lowerBound).description),
            "to": .string(today.adding(days: days.upperBound).description),
            "reason": "nghỉ phép",
        ])
        let draft = AbsenceDraft(reader, today: today)
        try reader.finish()
        try await database.transaction(.service) { transaction in
            let keeping = KeepAbsence(registers: registers)
            _ = try await keeping.enter(draft, of: keeping.helper(id, for: .system, in: transaction), .system, in: transaction)
        }
    }

    var waiting: WaitingCases { WaitingCases(assigning: assigning, database: database, clock: clock, logger: .init(label: "test")) }
}

extension Identity {
    static let system = Identity(subject: "test", name: "test", role: .system, jti: "1")

    static func helper(_ id: HelperID, at organisation: OrganisationID) -> Identity {
        Identity(subject: "test", name: "test", role: .helper, organisation: organisation, helper: id, jti: "2")
    }
}

extension Actor {
    static let system = Actor(subject: "test", name: "test", role: .system, reference: nil)
}
