import Database
import Foundation
import Models
import ServiceKit

/// Drops the days of the trail whose time is over, whole and from the oldest on, each leaving its signed root (``TrailRoot``).
struct TrailRetention: Sendable {
    let database: Database
    let signer: TokenSigner
    let clock: WallClock
    /// The first day that is kept; nil where everything is.
    let begins: @Sendable (LegalDate) -> LegalDate?

    /// Returns how many days were dropped. In the files they are until ``settle(in:_:)``.
    func round() async throws -> Int {
        guard let begins = begins(LegalDate(clock.now)) else { return 0 }
        var days = 0
        while try await dropOldest(before: begins) { days += 1 }
        return days
    }

    /// Brings an export in line with what was dropped: the roots first, so that no moment has neither.
    func settle(in folder: URL, _ transaction: Transaction) async throws {
        let rows = try await transaction.rows("select day, token from trail_roots order by number")
        guard !rows.isEmpty else { return }
        let text = try rows.map { try $0.get("token", as: String.self) + "\n" }.joined()
        try Data(text.utf8).write(to: folder.appending(path: TrailFile.roots), options: .atomic)
        let dropped = Set(try rows.map { "\(try $0.get("day", as: LegalDate.self)).jsonl" })
        for file in TrailFile.days(in: folder) where dropped.contains(file.lastPathComponent) {
            try FileManager.default.removeItem(at: file)
        }
    }

    /// The number of the last block that was dropped.
    func lastDropped(in transaction: Transaction) async throws -> Int {
        try await transaction.value("select coalesce(max(number), 0) from trail_roots", as: Int.self) ?? 0
    }

    /// Only a day that is over and whose end a signed head covers.
    private func dropOldest(before begins: LegalDate) async throws -> Bool {
        try await database.transaction(.service) { transaction in
            guard try await TrailSealer.isAlone(transaction) else { return false }
            let rows = try await transaction.rows(
                """
                with oldest as (select day from trail_blocks order by number limit 1)
                select number, day, entries, content_sha256, previous_sha256, sha256, sealed_at,
                    (select sum(entries)::bigint from trail_blocks where day = (select day from oldest)) as whole
                from trail_blocks
                where day = (select day from oldest) and day < \(begins)
                    and number < (select max(number) from trail_blocks)
                    and number <= (select max(number) from trail_heads)
                order by number desc
                limit 1
                """)
            guard let row = rows.first else { return false }
            let block = try TrailBlock(row)
            // A day of which a head covers the beginning only waits; so does one whose blocks do not stand together.
            let rest = try await transaction.value(
                """
                select count(*) from trail_blocks
                where (day = \(block.day) and number > \(block.number)) or (day <> \(block.day) and number < \(block.number))
                """, as: Int.self)
            guard rest == 0 else { return false }
            let root = TrailRoot(block, entries: try row.get("whole"))
            let token = try await signer.sign(root)
            try await transaction.execute(
                """
                insert into trail_roots (number, day, entries, token, dropped_at)
                values (\(root.number), \(root.day), \(root.entries), \(token), \(clock.now))
                """)
            try await transaction.execute("select drop_trail(\(root.number))")
            return true
        }
    }
}
