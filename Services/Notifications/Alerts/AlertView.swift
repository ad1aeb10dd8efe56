import Foundation
import Models

/// An alert as the API answers it.
struct AlertView: Encodable {
    let id: AlertID
    let kind: AlertKind
    let state: AlertState
    let `case`: CaseID
    let code: String
    let organisation: OrganisationID
    let province: String
    let helper: HelperID?
    let helperName: String?
    let lastProgressOn: LegalDate
    let workingDays: Int
    let suspendedUntil: LegalDate?
    let dueOn: LegalDate?
    let raisedAt: Date
    let acknowledgedAt: Date?
    let acknowledgedBy: String?
    let closedAt: Date?
    let closedBecause: AlertClosing?
    let version: Int

    init(_ alert: Alert) {
        id = alert.id
        kind = alert.kind
        state = alert.state
        self.case = alert.case
        code = alert.code
        organisation = alert.organisation
        province = alert.province
        helper = alert.helper
        helperName = alert.helperName
        lastProgressOn = alert.lastMovementOn
        workingDays = alert.workingDays
        suspendedUntil = alert.suspendedUntil
        dueOn = alert.dueOn
        raisedAt = alert.raisedAt
        acknowledgedAt = alert.acknowledgedAt
        acknowledgedBy = alert.acknowledgedBy
        closedAt = alert.closedAt
        closedBecause = alert.closedBecause
        version = alert.version
    }
}
