/// Where a case stands. Where it may go from there is Intake's to say.
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

    /// Whether work on the case goes on.
    package var isOpen: Bool { self == .registered || self == .assigned || self == .underWay }
}
