import Database
import Models

/// What a list of cases is narrowed to.
struct CaseFilter: Sendable {
    /// Part of a code or a name; tones optional.
    var text: String?
    var state: CaseState?
    var form: AidForm?
    var helper: HelperID?
    var organisation: OrganisationID?
    /// The code of a province.
    var province: String?
    var stalled: Bool?
    /// Those whose work goes on, or those where it is over.
    var open: Bool?
    /// Open cases that wait for this.
    var need: CaseNeed?

    /// The state of open cases, as the indexes of open cases have it.
    static let isOpen: SQL = "state in ('registered', 'assigned', 'under_way')"

    /// All of it as conditions on `cases`, behind the condition on the tenant.
    func conditions(_ tenant: SQL, on today: LegalDate) -> SQL {
        var conditions = [tenant]
        if let text { conditions.append("search_key like \("%" + NameKey.fold(text).likeLiteral + "%")") }
        if let state { conditions.append("state = \(state)") }
        if let form { conditions.append("form = \(form)") }
        if let helper { conditions.append("helper = \(helper)") }
        if let organisation { conditions.append("organisation = \(organisation)") }
        if let province { conditions.append("province = \(province)") }
        if let stalled { conditions.append("stalled = \(stalled)") }
        if open == true || need != nil { conditions.append(Self.isOpen) }
        if open == false { conditions.append("not \(Self.isOpen)") }
        if let need { conditions.append(need.condition(on: today)) }
        return conditions.joined(" and ")
    }
}
