import Database
import Foundation
import Models

/// What was heard of a case so far.
struct HeardCase: RowDecodable {
    /// What its opening told.
    struct Opening: Sendable {
        let province: String
        let code: String
        let form: AidForm
        let field: LegalField
        let gender: Gender
        let countedAs: Models.Category
        let poorAndEthnicMinority: Bool
        let acceptedOn: LegalDate
    }

    /// What its end told.
    struct End: Sendable {
        let ending: CaseEnding
        let date: LegalDate
        /// Whom Intake held to be the helper when the end was entered.
        let helper: HelperID?
        let enteredAt: Date
    }

    /// What was told of its going to another organisation.
    struct Passing: Sendable, Equatable {
        /// Of whoever holds it now.
        let province: String
        /// The case that it became there; nil until it is one.
        let continuedAs: CaseID?
        /// The day on which it came to be nobody's here: refused, or passed on to somebody outside.
        let lostOn: LegalDate?
    }

    let id: CaseID
    let organisation: OrganisationID
    /// Nil until the opening was heard of.
    let opening: Opening?
    let end: End?
    let passing: Passing?

    init(_ row: Row) throws {
        id = try row.get("id")
        organisation = try row.get("organisation")
        opening = try row.get("province", as: String?.self).map { province in
            Opening(
                province: province, code: try row.get("code"), form: try row.get("form"), field: try row.get("field"),
                gender: try row.get("gender"), countedAs: try row.get("counted_as"),
                poorAndEthnicMinority: try row.get("poor_and_ethnic_minority"), acceptedOn: try row.get("accepted_on"))
        }
        end = try row.get("ending", as: CaseEnding?.self).map { ending in
            End(
                ending: ending, date: try row.get("ended_on"), helper: try row.get("ended_helper"),
                enteredAt: try row.get("ended_entered_at"))
        }
        passing = try row.get("passed_province", as: String?.self).map { province in
            Passing(province: province, continuedAs: try row.get("continued_as"), lostOn: try row.get("lost_on"))
        }
    }
}
