import Database
import Foundation
import Models
import Outbox
import Rules
import ServiceKit
import Synchronization
import TestKit

@testable import Assignment

/// A centre, its branch and what this service does with them, on a database of the test's own.
final class Office: Sendable {
    let test: TestDatabase
    let registers: Registers
    let assigning: AssignHelper
    let assignments: Assignments
    let centre: OrganisationID
    let branch: OrganisationID
    private let box: Box

    var database: Database { test.database }
    var clock: WallClock { registers.clock }

    static func open() async throws -> Office {
        guard let folder = App.migrations else { throw CocoaError(.fileNoSuchFile) }
        let sets = [try Outbox.migrations(), try MigrationSet(name: "assignment", folder: folder)]
        return try await Office(TestDatabase.make(.assignment, migrations: sets))
    }

    private init(_ test: TestDatabase) async throws {
        self.test = test
        let box = Box()
        let clock = WallClock { box.time.withLock { $0 } }
        let rules = try RulePacks.load()
        let outbox = Outbox(clock: clock)
        registers = Registers(database: test.database, outbox: outbox, rules: rules, clock: clock)
        assigning = AssignHelper(outbox: outbox, rules: rules, clock: clock)
        assignments = Assignments(database: test.database, outbox: outbox, rules: rules, clock: clock, assigning: assigning)
        self.box = box
        let (centre, branch) = try await test.database.transaction(.service) { [registers] transaction in
            let keeping = EnterOrganisation(registers: registers)
            let centre = try await keeping.enter(
                Self.draft(["kind": "centre", "province": "08", "name": "Trung tâm", "code": "TT"], rules), by: .system, .system,
                in: transaction)
            let branch = try await keeping.enter(
                Self.draft(
                    ["kind": "branch", "parent": .string(centre.id.description), "province": "08", "name": "Chi nhánh 1", "code": "CN1"],
                    rules), by: .system, .system, in: transaction)
            return (centre.id, branch.id)
        }
        self.centre = centre
        self.branch = branch
    }

    private static func draft(_ fields: [String: JSONValue], _ rules: RulePacks) throws -> OrganisationDraft {
        let reader = FieldReader(.object(fields))
        let draft = OrganisationDraft(reader, rules: rules)
        try reader.finish()
        return draft
    }

    /// Moves the clock.
    func pass(days: Double) {
        box.time.withLock { $0 += days * 86_400 }
    }

    private final class Box: Sendable {
        let time = Mutex(Date(timeIntervalSince1970: 1_790_000_000))
    }
}
