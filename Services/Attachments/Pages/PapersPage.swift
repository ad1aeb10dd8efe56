import Models
import Pages

/// The papers of a case and the box to add to them: `attachments-papers.mustache`.
struct PapersPage: Part {
    let table: Table
    /// Which papers the dossier still lacks.
    let missing: Notice?
    /// What is being sent.
    let underWay: Table?
    /// Nil for those who may only look.
    let drop: FileDrop?
    let errors: ErrorSummary?
    let ledger: Link

    func child(named name: String) -> Any? {
        switch name {
        case "table": table
        case "missing": missing
        case "under_way": underWay
        case "drop": drop
        case "errors": errors
        case "ledger": ledger
        default: nil
        }
    }
}
