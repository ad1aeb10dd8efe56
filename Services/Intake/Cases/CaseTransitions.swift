import Models

/// Where a case may go from where it stands: the only place that says so. What is not in the table is refused (409).
enum CaseTransitions {
    static let table: [CaseState: [CaseAction: CaseState]] = [
        .registered: [.assign: .assigned, .work: .underWay, .finish: .finished, .stop: .stopped],
        .assigned: [.assign: .assigned, .release: .registered, .work: .underWay, .finish: .finished, .stop: .stopped],
        .underWay: [.assign: .underWay, .release: .underWay, .work: .underWay, .finish: .finished, .stop: .stopped],
        .finished: [.handOver: .handedOver],
        .stopped: [.handOver: .handedOver],
        .handedOver: [:],
    ]

    /// The state after `action`; nil where it is not to be done in `state`.
    static func next(_ state: CaseState, _ action: CaseAction) -> CaseState? { table[state]?[action] }

    /// What may be done in a state, in the order of ``CaseAction``.
    static func open(in state: CaseState) -> [CaseAction] { CaseAction.allCases.filter { next(state, $0) != nil } }
}

extension CaseRecord {
    /// Whether that may be done with it now.
    func allows(_ action: CaseAction) -> Bool { CaseTransitions.next(state, action) != nil }
}
