/// Where a case stands. Where it may go from there is Intake's to say.
package enum CaseState: String, CaseIterable, Codable, Sendable {
    /// Written into the register; no helper yet.
    case registered
    /// A helper has been picked.
    case assigned
    /// The helper has entered work.
    case underWay = "under_way"
    /// The work rests and is expected to go on (circular 02/2021, Điều 8.2).
    case suspended
    case finished
    /// Stopped under Law 11/2017, Điều 37.
    case stopped
    /// The dossier has been handed over (Điều 39).
    case handedOver = "handed_over"
    /// Another organisation has it now (Điều 16.3, 35).
    case transferred
    /// The dossier lies in the archive (Điều 39.2).
    case archived

    /// Whether work on the case goes on.
    package var isOpen: Bool { self == .registered || self == .assigned || self == .underWay }

    /// Whether the work on the case is over; a suspended one is expected to go on.
    package var hasEnded: Bool { !isOpen && self != .suspended }

    /// Whether the dossier is out of the hands of whoever worked on it.
    package var isSettled: Bool { self == .handedOver || self == .transferred || self == .archived }
}
