import Foundation
import Models
import ServiceKit

/// What became of a hearing, as it was filled in.
struct HearingOutcome: Sendable {
    /// `held` or `adjourned`.
    let state: HearingState
    let outcome: String
    /// The day and hour to which it was adjourned, where that is known.
    let nextAt: Date?

    /// Reads `{result, outcome, next_at}`. Throws 422 with every field that is wrong.
    init(_ document: JSONValue, of hearing: Hearing, now: Date) throws {
        let reader = FieldReader(document)
        let words = [HearingState.held, .adjourned].map(\.rawValue)
        state = HearingState(rawValue: reader.choice("result", among: words)) ?? .held
        outcome = reader.text("outcome", in: 1...4_000)
        nextAt = reader.optionalInstant("next_at")
        if state == .held, reader.isSound("result"), hearing.startsAt > now {
            reader.fail("result", code: "not_begun", vi: "Chưa đến giờ bắt đầu.", en: "It has not begun yet.")
        }
        if let nextAt, reader.isSound("next_at") {
            if state != .adjourned {
                reader.fail("next_at", code: "not_adjourned", vi: "Chỉ ghi khi hoãn.", en: "Only where it was adjourned.")
            } else if nextAt <= hearing.startsAt || !HearingDraft.days(around: LegalDate(now)).contains(LegalDate(nextAt)) {
                reader.fail("next_at", code: "before_start", vi: "Phải sau lịch đã hoãn.", en: "Must be later than what was adjourned.")
            }
        }
        try reader.finish()
    }
}
