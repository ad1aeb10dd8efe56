import Database
import Models
import Outbox
import Rules
import ServiceKit

/// What the registers of organisations and helpers work with.
struct Registers: Sendable {
    let database: Database
    let outbox: Outbox
    let rules: RulePacks
    let clock: WallClock

    init(_ house: House) {
        self.init(database: house.database, outbox: house.outbox, rules: house.rules, clock: house.clock)
    }

    init(database: Database, outbox: Outbox, rules: RulePacks, clock: WallClock) {
        self.database = database
        self.outbox = outbox
        self.rules = rules
        self.clock = clock
    }

    /// Somebody looks at a helper: it is on record.
    ///
    /// - Parameter part: what of them, where it is not all.
    func record(lookAt helper: Helper, part: String? = nil, by actor: Actor, in transaction: Transaction) throws {
        let details = part.map { ["part": $0] } ?? [:]
        try transaction.audit(
            actor.entry("helper.viewed", of: "helper", helper.id.uuid, helper.organisation, details: details), at: clock.now)
    }
}
