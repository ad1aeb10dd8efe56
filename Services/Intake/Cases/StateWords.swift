import Models
import Pages
import ServiceKit

/// Says in both languages what cannot be done from a state, and what can be done instead.
struct StateWords: Sendable {
    let renderer: PageRenderer

    /// 409: nothing of the kind may be decided on a request in that state.
    func refusal(_ state: RequestState) -> Problem {
        .conflict(
            both { t in
                let open = RequestAction.open(in: state).map { t("request_act_\($0.rawValue)") }
                return t("request_state_refused_act", ["state": t.label(state)]) + " " + rest(open, t("request_state_over"), t)
            })
    }

    /// 409: that cannot be done with a case in that state.
    func refusal(_ action: CaseAction, _ state: CaseState) -> Problem {
        .conflict(
            both { t in
                let open = CaseTransitions.open(in: state).filter { $0.right != nil }.map { t("case_act_\($0.rawValue)") }
                return t("case_state_refused_act", ["state": t.label(state), "action": t("case_act_\(action.rawValue)")]) + " "
                    + rest(open, t("case_state_over"), t)
            })
    }

    /// What can be done instead, or that nothing can.
    private func rest(_ open: [String], _ over: String, _ t: Sentences) -> String {
        open.isEmpty ? over : t("state_open", ["actions": open.joined(separator: "; ")])
    }

    /// Returns the state that a case goes to. Throws 409 where it cannot be done with the case now.
    @discardableResult
    func check(_ record: CaseRecord, _ action: CaseAction) throws -> CaseState {
        guard let next = record.next(action) else { throw refusal(action, record.state) }
        return next
    }

    private func both(_ write: (Sentences) -> String) -> Bilingual {
        Bilingual(vi: write(renderer.sentences(.vi)), en: write(renderer.sentences(.en)))
    }
}
