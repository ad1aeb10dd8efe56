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
}
