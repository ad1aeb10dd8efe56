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
    /// Where it went to another organisation.
    let passing: HeardCase.Passing?
    /// When the matter was first accepted, where this case goes on with one of another organisation: within the province, within the country.
    let provinceAcceptedOn: LegalDate?
    let countryAcceptedOn: LegalDate?

    /// What follows from all that was heard of a case; nil until its opening was.
    /// - Parameter earlier: the cases that it goes on with, the last one first.
    init?(_ heard: HeardCase, _ assignments: [HeardAssignment], after earlier: [EarlierCase]) {
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
        passing = heard.passing
        let own = opening.acceptedOn
        provinceAcceptedOn = earlier.prefix { $0.province == opening.province }.compactMap(\.acceptedOn).min().map { min($0, own) }
        countryAcceptedOn = earlier.compactMap(\.acceptedOn).min().map { min($0, own) }
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
        passing = try row.get("passed_province", as: String?.self).map { province in
            HeardCase.Passing(province: province, continuedAs: try row.get("continued_as"), lostOn: try row.get("lost_on"))
        }
        provinceAcceptedOn = try row.get("province_accepted_on")
        countryAcceptedOn = try row.get("country_accepted_on")
    }
}
