import Models
import ServiceKit

/// What a list of alerts is narrowed to.
struct AlertFilter: Sendable {
    var `case`: CaseID?
    var organisation: OrganisationID?
    var state: AlertState?
    /// Alerts of cases that this helper has now.
    var helper: HelperID?

    /// From a query; errors are recorded in `reader`.
    init(_ reader: FieldReader) {
        self.case = reader.optionalID("case", CaseID.self)
        organisation = reader.optionalID("organisation", OrganisationID.self)
        state = reader.optionalChoice("state", AlertState.self)
    }

    /// The alerts in one state.
    init(state: AlertState) {
        self.state = state
    }

    /// The alerts of one case.
    init(case id: CaseID) {
        self.case = id
    }
}
