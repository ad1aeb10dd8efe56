import Database
import Models

/// Whose dossiers are looked at.
struct GapFilter: Sendable {
    var helper: HelperID?
    var organisation: OrganisationID?
    /// Only those where a paper that was let come later has not come in time.
    var late: Bool?

    /// A dossier counts until it is archived (Law 11/2017, Điều 39.2): one that was handed over with papers missing still lacks them.
    func conditions(_ tenant: SQL, on today: LegalDate) -> SQL {
        var conditions = [tenant, "state <> 'transferred'", "state <> 'archived'"]
        if let helper { conditions.append("helper = \(helper)") }
        if let organisation { conditions.append("organisation = \(organisation)") }
        if late == true { conditions.append("papers_due_on < \(today)") }
        return conditions.joined(" and ")
    }
}
