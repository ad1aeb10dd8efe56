import Crypto
import Database
import Foundation
import Models
import Outbox
import ServiceKit

/// Audit lines of what strangers can do as often as they like. Of each account or key, or each address where neither is meant, and hour there is a line
/// of the first time, the tenth, the hundredth and so on, which says how many it was: that it happened is never lost, and nobody fills the trail.
struct StrangerLines: Sendable {
    let places: SignInPlaces
    let clock: WallClock

    /// Counts `action`, and writes its line where one is due.
    func record(
        _ action: String, _ account: Account?, _ visitor: SignInVisitor, details: [String: String] = [:], in transaction: Transaction
    ) async throws {
        let whose = account.map { Data("account:\($0.id)".utf8) } ?? visitor.address.digest
        let times = try await count(action, of: whose, in: transaction)
        guard Self.isWritten(times) else { return }
        let counted = times == 1 ? details : details.merging(["times": String(times)]) { $1 }
        places.keep(action, account?.id, visitor, in: transaction)
        try transaction.audit(SignIn.entry(action, account, visitor.reference, details: counted), at: clock.now)
    }

    /// The same of a program whose key is refused.
    func record(refusalOf key: ProgramKey, reference: String, in transaction: Transaction) async throws {
        let times = try await count("program_key.refused", of: Data("program:\(key.id)".utf8), in: transaction)
        guard Self.isWritten(times) else { return }
        let details = times == 1 ? [:] : ["times": String(times)]
        try transaction.audit(key.entry("program_key.refused", reference: reference, details: details), at: clock.now)
    }

    /// Counts of hours that are over.
    var sweep: Sweep {
        Sweep("counts of strangers' lines") { "delete from stranger_lines where hour < \(clock.now.addingTimeInterval(-3_600))" }
    }

    /// How often it was in this hour.
    private func count(_ action: String, of whose: Data, in transaction: Transaction) async throws -> Int {
        let hour = Date(timeIntervalSince1970: (clock.now.timeIntervalSince1970 / 3_600).rounded(.down) * 3_600)
        let subject = Data(SHA256.hash(data: Data("\(action)|".utf8) + whose))
        return try await transaction.value(
            """
            insert into stranger_lines (subject, hour, times)
            values (\(subject), \(hour), 1)
            on conflict (subject) do update
            set times = case when stranger_lines.hour = excluded.hour then stranger_lines.times + 1 else 1 end, hour = excluded.hour
            returning times
            """, as: Int.self) ?? 1
    }

    /// 1, 10, 100 …
    private static func isWritten(_ times: Int) -> Bool {
        var power = times
        while power > 1, power.isMultiple(of: 10) { power /= 10 }
        return power == 1
    }
}
