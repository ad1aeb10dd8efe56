import Database

/// Keeps the instant of a run clean: whoever writes facts shares this lock from before the instant it stamps them with until its commit; a run
/// takes it alone for the moment in which it reads the clock. So every fact stamped up to that instant is committed, and every later one has a
/// later stamp: all jobs of the run see the same facts, whenever they are worked on.
enum SnapshotLock {
    /// To write facts.
    static func share(in transaction: Transaction) {
        transaction.later("select pg_advisory_xact_lock_shared(hashtextextended('reporting.snapshot', 0))")
    }

    /// To fix an instant; waits for the few milliseconds that writers take, and lets no other begin until the commit.
    static func take(in transaction: Transaction) {
        transaction.later("select pg_advisory_xact_lock(hashtextextended('reporting.snapshot', 0))")
    }
}
