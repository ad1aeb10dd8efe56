import Models
import Pages
import ServiceKit

extension CaseRecord {
    /// That it stands still, or should have been gone on with; nil where neither is so.
    func lateTag(_ t: Sentences) -> Tag? { stalled && !state.hasEnded ? .late(state, t) : nil }
}

extension Tag {
    /// Of an open case past its clock: without progress, or suspended beyond the day by which it was to go on.
    static func late(_ state: CaseState, _ t: Sentences) -> Tag {
        Tag(t(state == .suspended ? "case_suspension_overdue" : "case_stalled"), .bad)
    }
}
