import Database
import Foundation
import Models
import Pages
import ServiceKit

/// A key by which a program of an organisation gets its tokens (``ExchangeKey``), as it is on record: never the secret.
struct ProgramKey: Sendable {
    /// How it stands.
    enum State: String, CaseIterable, Sendable {
        case good
        /// Good for ``Self/warning`` days more at most.
        case ending
        case over, withdrawn
    }

    let id: ProgramKeyID
    let organisation: OrganisationID
    /// What the program is called.
    let name: String
    /// Known ones, in the order of the access table.
    let rights: [RightName]
    let madeAt: Date
    /// The name of whoever made it.
    let madeBy: String
    let endsAt: Date
    /// Of the first token within an hour; nil where it was never used.
    let usedAt: Date?
    let withdrawnAt: Date?
    /// Nil where nothing was said.
    let withdrawnBecause: String?

    /// Days before its end in which it says so.
    static let warning = 14

    /// The last day on which it is good.
    var endsOn: LegalDate { LegalDate(endsAt).adding(days: -1) }

    func state(at now: Date) -> State {
        if withdrawnAt != nil { return .withdrawn }
        if endsAt <= now { return .over }
        return endsAt <= Self.warned(at: now) ? .ending : .good
    }

    /// Those that end until then say so.
    static func warned(at now: Date) -> Date { now.addingTimeInterval(Double(warning) * 86_400) }

    /// Whether it gives tokens.
    func isGood(at now: Date) -> Bool { withdrawnAt == nil && endsAt > now }

    /// Whom its tokens speak for.
    ///
    /// - Parameters:
    ///   - rights: its own, or fewer.
    ///   - instant: on the machine's own clock.
    func identity(limitedTo rights: Set<RightName>, at instant: Date) -> Identity {
        Identity(
            subject: Revocations.name(of: id), name: name, role: .program, organisation: organisation, jti: UUID.v7(at: instant).text,
            rights: rights)
    }
}

extension ProgramKey: RowDecodable {
    init(_ row: Row) throws {
        id = try row.get("id")
        organisation = try row.get("organisation")
        name = try row.get("name")
        let known = Set(try row.get("rights", as: String.self).split(separator: " ").compactMap { RightName(rawValue: String($0)) })
        rights = AccessTable.ofPrograms.filter(known.contains)
        madeAt = try row.get("made_at")
        madeBy = try row.get("made_by")
        endsAt = try row.get("ends_at")
        usedAt = try row.get("used_at")
        withdrawnAt = try row.get("withdrawn_at")
        withdrawnBecause = try row.get("withdrawn_because")
    }
}

extension ProgramKey.State {
    /// In words.
    func tag(_ t: Sentences) -> Tag {
        switch self {
        case .good: Tag(t("keys_good"), .good)
        case .ending: Tag(t("keys_ending"), .attention)
        case .over: Tag(t("keys_over"), .quiet)
        case .withdrawn: Tag(t("keys_withdrawn"), .quiet)
        }
    }
}
