import Database
import Models

/// What an open case waits for: each counted on the home page, and a list of its own.
enum CaseNeed: String, CaseIterable, Codable, Sendable {
    /// It has stood still too long.
    case stalled
    /// The day of its next step has passed, and its work does not rest.
    case nextLate = "next_late"
    /// Its dossier is not complete.
    case papersMissing = "papers_missing"
    /// A paper that was let come later has not come in time (circular 12/2018, Điều 6.2).
    case papersLate = "papers_late"
    /// Its client asked for another helper and was not answered in time (circular 12/2018, Điều 9.1).
    case changeLate = "change_late"
    /// It has no helper; while its work rests, none is looked for.
    case unassigned

    /// Whether a row of `cases`, which is open, has the need: the same for counts and lists.
    func condition(on today: LegalDate) -> SQL {
        switch self {
        case .stalled: "stalled"
        case .nextLate: "(next_on < \(today) and \(CaseFilter.isMoving))"
        case .papersMissing: "missing_papers > 0"
        case .papersLate: "papers_due_on < \(today)"
        case .changeLate: "change_due_on < \(today)"
        case .unassigned: "(helper is null and \(CaseFilter.isMoving))"
        }
    }
}
