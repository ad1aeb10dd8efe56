import Foundation
import Models
import Rules

/// A hearing in the JSON API.
struct HearingView: Encodable, Sendable {
    let id: HearingID
    let `case`: CaseID
    let code: String
    let kind: String
    let title: LocalizedText
    let startsAt: Date
    let endsAt: Date?
    let place: String
    let note: String?
    let status: HearingState
    let outcome: String?
    let follows: HearingID?
    let helper: CaseHelper?
    let version: Int

    init(_ hearing: Hearing, _ rules: RulePacks) {
        id = hearing.id
        `case` = hearing.caseID
        code = hearing.caseCode
        kind = hearing.kind
        title = hearing.title(rules)
        startsAt = hearing.startsAt
        endsAt = hearing.endsAt
        place = hearing.place
        note = hearing.note
        status = hearing.state
        outcome = hearing.outcome
        follows = hearing.follows
        helper = hearing.helper
        version = hearing.version
    }
}

extension Hearing {
    /// What it is called by the pack of its day.
    func title(_ rules: RulePacks) -> LocalizedText {
        rules.hearingKinds(on: LegalDate(startsAt))[kind]?.title ?? LocalizedText(vi: kind, en: kind)
    }
}
