import Database
import Models
import Rules

/// What of a case is counted.
struct Fact: RowDecodable, Equatable {
    let organisation: OrganisationID
    let province: String
    let code: String
    let form: AidForm
    let field: LegalField
    let gender: Gender
    let countedAs: Models.Category
    let poorAndEthnicMinority: Bool
    let acceptedOn: LegalDate
    let ending: CaseEnding?
    let endedOn: LegalDate?
    /// Of a finished case; nil where nobody was ever assigned.
    let performer: Performer?

    /// What follows from all that was heard of a case; nil until its opening was.
    init?(_ heard: HeardCase, _ assignments: [HeardAssignment]) {
        guard let opening = heard.opening else { return nil }
        organisation = heard.organisation
        province = opening.province
        code = opening.code
        form = opening.form
        field = opening.field
        gender = opening.gender
        countedAs = opening.countedAs
        poorAndEthnicMinority = opening.poorAndEthnicMinority
        acceptedOn = opening.acceptedOn
        ending = heard.end?.ending
        // A case cannot end before it was accepted; were that told, it would be in no period at all.
        endedOn = heard.end.map { max($0.date, opening.acceptedOn) }
        performer = heard.end.flatMap { $0.ending == .finished ? LastDay.performer($0, assignments) : nil }
    }

    init(_ row: Row) throws {
        organisation = try row.get("organisation")
        province = try row.get("province")
        code = try row.get("code")
        form = try row.get("form")
        field = try row.get("field")
        gender = try row.get("gender")
        countedAs = try row.get("counted_as")
        poorAndEthnicMinority = try row.get("poor_and_ethnic_minority")
        acceptedOn = try row.get("accepted_on")
        ending = try row.get("ending")
        endedOn = try row.get("ended_on")
        performer = try row.get("performer")
    }
}
