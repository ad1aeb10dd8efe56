import Models

/// Where a case may go from where it stands: the only place that says so. What is not in the table is refused (409).
enum CaseTransitions {
    static let table: [CaseState: [CaseAction: CaseState]] = [
        .registered: [
            .assign: .assigned, .work: .underWay, .suspend: .suspended, .finish: .finished, .stop: .stopped, .transfer: .transferred,
        ],
        .assigned: [
            .assign: .assigned, .release: .registered, .work: .underWay, .suspend: .suspended, .finish: .finished, .stop: .stopped,
            .transfer: .transferred,
        ],
        .underWay: [
            .assign: .underWay, .release: .underWay, .work: .underWay, .suspend: .suspended, .finish: .finished, .stop: .stopped,
            .transfer: .transferred,
        ],
        // Proceedings that were suspended may be terminated without being taken up again (circular 12/2018, Điều 10.3).
        // What it is taken up as is told by ``CaseRecord/next(_:)``.
        .suspended: [
            .assign: .suspended, .release: .suspended, .resume: .underWay, .finish: .finished, .stop: .stopped, .transfer: .transferred,
        ],
        .finished: [.handOver: .handedOver, .reopen: .underWay],
        .stopped: [.handOver: .handedOver, .reopen: .underWay],
        .handedOver: [.archive: .archived, .reopen: .underWay],
        // Another organisation has it now, under a number of its own.
        .transferred: [:],
        // What is archived is not written in any more (Law 11/2017, Điều 39.2): what comes after is a case of its own.
        .archived: [:],
    ]

    /// The state after `action`; nil where it is not to be done in `state`.
    static func next(_ state: CaseState, _ action: CaseAction) -> CaseState? { table[state]?[action] }

    /// What may be done in a state, in the order of ``CaseAction``.
    static func open(in state: CaseState) -> [CaseAction] { CaseAction.allCases.filter { next(state, $0) != nil } }
}

extension CaseRecord {
    /// Whether that may be done with it now.
    func allows(_ action: CaseAction) -> Bool { next(action) != nil }

    /// Where it goes from here; nil where that is not to be done. Work that rested goes on where it was left: what nobody had begun is not under way,
    /// and who has the case may have changed meanwhile.
    func next(_ action: CaseAction) -> CaseState? {
        let next = CaseTransitions.next(state, action)
        guard action == .resume, next != nil, let left = suspendedFrom, left != .underWay else { return next }
        return helper == nil ? .registered : .assigned
    }
}
