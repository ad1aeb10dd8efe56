import Database
import Directory
import Foundation
import Models
import Outbox
import ServiceKit
import TestKit
import Testing

@testable import Portal

@Suite struct JournalTests {
    @Test func everyNameOfItsQueueHasAHandler() async throws {
        let desk = try await Desk.make()
        let handled = desk.test.parts.handlers.map { type(of: $0).received }
        #expect(Set(handled) == Set(Topology.standard.events(of: .portal).bindings))
        #expect(handled.count == Set(handled).count)
    }

    @Test func whatIsHeardIsKeptWhole() async throws {
        let desk = try await Desk.make()
        let delivered = EmailDelivered(
            email: EmailID(at: Date()), organisation: Desk.centre, kind: "case-assigned", occurredAt: Date(), recordedAt: Date())
        try await desk.test.hear(delivered)
        let kept = try await desk.database.transaction(.service) { transaction in
            try await transaction.rows("select name, producer, body ->> 'kind' as kind, aggregate from journal")
        }
        #expect(kept.count == 1)
        let row = try #require(kept.first)
        #expect(try row.get("name", as: String.self) == "notifications.email-delivered.v1")
        #expect(try row.get("producer", as: String.self) == "notifications")
        #expect(try row.get("kind", as: String.self) == "case-assigned")
        #expect(try row.get("aggregate", as: UUID.self) == delivered.aggregate)
        let heard = try await desk.database.transaction(.service) {
            try await JournalStore(clock: .system).overview(at: Date() + 1, in: $0)
        }
        #expect(heard.map(\.name) == ["notifications.email-delivered.v1"] && heard.map(\.messages) == [1])
    }
}

extension MessageHandler {
    fileprivate static var received: MessageName { Received.name }
}
