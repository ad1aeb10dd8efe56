import Foundation
import Models
import Rules

/// Why a helper was picked, or nobody was: kept with the assignment as it was at that moment.
struct Explanation: Codable, Sendable, Equatable {
    /// A helper who could take the case.
    struct Candidate: Codable, Sendable, Equatable {
        let helper: HelperID
        let name: String
        let kind: HelperKind
        let organisation: OrganisationID
        /// Points of the open cases; the least wins.
        let load: Double
        let openCases: Int
        /// Cases given in the last days that the pack counts.
        let recentCases: Int
        /// Nil: never given a case.
        let lastAssignedAt: Date?
        /// What is compared first: the load.
        let score: Double
    }

    /// A helper who could not, and by which rule.
    struct Exclusion: Codable, Sendable, Equatable {
        let helper: HelperID
        let name: String
        let kind: HelperKind
        let reason: ExclusionReason
    }

    var automatic: Bool
    var chosen: HelperID?
    /// Given by whoever picked by hand.
    var reason: String?
    var pickedBy: String?
    /// The best first.
    var candidates: [Candidate]
    var exclusions: [Exclusion]
    /// The score of each candidate by id; the lowest wins.
    var scores: [String: Double]
    /// The rule in words, as it stood.
    var rule: LocalizedText
    /// The rule packs that decided, `helper-kinds@2018-01-01`.
    var packs: [String]
    /// The organisation whose helpers were looked at: the case's own, or the centre of its branch.
    var organisation: OrganisationID
    var at: Date

    /// How many helpers each rule excluded.
    var counts: [String: Int] {
        Dictionary(exclusions.map { ($0.reason.rawValue, 1) }, uniquingKeysWith: +)
    }

    /// What one helper may see of it: their own line.
    func seen(by helper: HelperID?) -> Explanation {
        var part = self
        part.candidates = candidates.filter { $0.helper == helper }
        part.exclusions = exclusions.filter { $0.helper == helper }
        part.scores = Dictionary(uniqueKeysWithValues: part.candidates.map { ($0.helper.description, $0.score) })
        return part
    }
}

/// Why a helper cannot take a case.
enum ExclusionReason: String, Codable, Sendable, CaseIterable {
    /// No longer active.
    case inactive
    /// Helpers of this kind do not give this form of aid (Law 11/2017, Điều 31–33).
    case kind
    case absent
    /// Acts or has acted for the opposing side (Law 11/2017, Điều 25.2a).
    case conflict
    /// Has refused this very case.
    case refused
    /// Is being replaced in this very case.
    case replaced
}
