/// Where a case stands, and where it may go next: the only place that says so.
package enum CaseState: String, CaseIterable, Codable, Sendable {
    /// Written into the register; no helper yet.
    case registered
    /// A helper has been picked.
    case assigned
    /// The helper has entered work.
    case underWay = "under_way"
    case finished
    /// Stopped under Law 11/2017, Điều 37.
    case stopped
    /// The dossier has been handed over (Điều 39).
    case handedOver = "handed_over"

    /// The states that may follow this one.
    package var next: Set<CaseState> {
        switch self {
        case .registered: [.assigned, .underWay, .finished, .stopped]
        case .assigned: [.underWay, .finished, .stopped]
        case .underWay: [.finished, .stopped]
        case .finished, .stopped: [.handedOver]
        case .handedOver: []
        }
    }

    /// Whether work on the case goes on.
    package var isOpen: Bool { self == .registered || self == .assigned || self == .underWay }
}
