import Database
import Foundation
import Models

/// A helper as the picking sees them, for one case at one moment.
struct PoolHelper: RowDecodable {
    let id: HelperID
    let name: String
    let kind: HelperKind
    let organisation: OrganisationID
    let organisationKind: OrganisationKind
    let isActive: Bool
    let isAbsent: Bool
    let isInConflict: Bool
    let hasRefused: Bool
    let points: Double
    let openCases: Int
    let recentCases: Int
    let lastAssignedAt: Date?

    init(_ row: Row) throws {
        id = try row.get("id")
        name = try row.get("name")
        kind = try row.get("kind")
        organisation = try row.get("organisation")
        organisationKind = try row.get("organisation_kind")
        isActive = try row.get("active")
        isAbsent = try row.get("absent")
        isInConflict = try row.get("in_conflict")
        hasRefused = try row.get("refused")
        points = try row.get("points")
        openCases = try row.get("cases")
        recentCases = try row.get("recent")
        lastAssignedAt = try row.get("last_assigned_at")
    }
}
