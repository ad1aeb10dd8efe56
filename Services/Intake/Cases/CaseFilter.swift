import Database
import Foundation
import Models
import ServiceKit

/// By what the register can be sorted: what an index serves however long it is. What a search finds comes newest first.
enum CaseSort: String, CaseIterable, Sendable {
    /// The entry in the register, by which codes are given; the day of acceptance may be an earlier one, of a register that was kept on paper.
    case entered

    /// The newest first.
    static let usual = Sorting(CaseSort.entered, isDescending: true)
}

/// What a list of cases is narrowed to.
struct CaseFilter: SearchedList, Hashable {
    /// Words of codes, names and identity numbers; tones optional.
    var text: String?
    var handle: UUID?
    /// Whether numbers in the text are found whole only, see ``SearchWords``.
    var areNumbersWhole = false
    var state: CaseState?
    var form: AidForm?
    var field: LegalField?
    /// One of the client's categories.
    var category: Models.Category?
    /// Whether its dossier lacks nothing that should be there by now.
    var isComplete: Bool?
    /// As it was asked for; ``narrow(toAge:on:by:)`` makes days of it.
    var age = CaseAge()
    var acceptedFrom: LegalDate?
    var acceptedUntil: LegalDate?
    var helper: HelperID?
    var organisation: OrganisationID?
    /// The code of a province.
    var province: String?
    var stalled: Bool?
    /// Those whose work goes on or rests, or those where it is over.
    var open: Bool?
    /// Open cases that wait for this.
    var need: CaseNeed?

    /// The state of open cases, as the indexes of open cases have it: their work goes on, or rests and is expected to go on.
    static let isOpen: SQL = "state in ('registered', 'assigned', 'under_way', 'suspended')"
    /// Of these, those whose work goes on.
    static let isMoving: SQL = "state <> 'suspended'"

    /// Within what somebody may see: their own cases, numbers that they know already.
    func kept(to identity: Identity) -> CaseFilter {
        var filter = self
        if identity.reach(.readCases) == .own { filter.helper = identity.helper }
        filter.areNumbersWhole = !identity.seesIdentityNumbers
        return filter
    }

    /// What is not left to the search (``isSearch``), as conditions on `cases` behind the condition on the tenant.
    func conditions(_ tenant: SQL, on today: LegalDate) -> SQL {
        var conditions = [tenant]
        if let helper { conditions.append("helper = \(helper)") }
        if let organisation { conditions.append("organisation = \(organisation)") }
        if let province { conditions.append("province = \(province)") }
        if open == true || need != nil { conditions.append(Self.isOpen) }
        if let need { conditions.append(need.condition(on: today)) }
        return conditions.joined(" and ")
    }
}
