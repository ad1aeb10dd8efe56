import Database
import Models
import Rules

/// What a form counts once: a person-turn or a case, told apart as its cells tell them apart.
enum Turn: Sendable {
    case person(PersonTurn)
    case handled(CaseTurn)
}

extension StatisticalForm {
    /// The cells that count this turn once each.
    func cells(counting turn: Turn) -> [ReportCell] {
        switch turn {
        case .person(let turn): cells(counting: turn)
        case .handled(let turn): cells(counting: turn)
        }
    }
}

/// Turns that are alike, and how many there are.
struct CountedTurns: RowDecodable {
    /// Names the kind of turn within one count.
    let key: String
    let turn: Turn
    let count: Int

    init(_ row: Row) throws {
        key = try row.get("key")
        count = try row.get("turns")
        let field = try row.get("field", as: LegalField.self)
        let form = try row.get("form", as: AidForm.self)
        switch try row.get("subject", as: String.self) {
        case StatisticalForm.Subject.persons.rawValue:
            turn = .person(
                PersonTurn(
                    field: field, form: form, gender: try row.get("gender"), countedAs: try row.get("counted_as"),
                    poorAndEthnicMinority: try row.get("poor_and_ethnic_minority")))
        default:
            let ending: CaseTurn.Ending =
                switch try row.get("ending", as: CaseEnding?.self) {
                case .finished: .finished(try row.get("performer"))
                case .stopped, .transferred: .stopped
                case nil: .open
                }
            turn = .handled(CaseTurn(field: field, form: form, carriedOver: try row.get("carried_over"), ending: ending))
        }
    }
}
