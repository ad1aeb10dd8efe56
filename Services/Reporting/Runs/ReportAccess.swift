import Database
import Directory
import Models
import ServiceKit

/// Who may report on whom (circular 12/2018, Điều 11a): an organisation on itself and its branches, the Sở on its province and what is in it, the
/// Cục on everything. Helpers see no reports.
struct ReportAccess: Sendable {
    let directory = Directory()

    /// The subject of a request, where the caller may report on it. Throws 403 for a province or the country that is not theirs, 422 for an
    /// organisation that is not, or that is not known.
    func subject(_ named: RunRequest.Subject, for identity: Identity, in transaction: Transaction) async throws -> ReportSubject {
        switch named {
        case .all:
            guard identity.seesCountry else { throw Problem.forbidden() }
            return .country
        case .province(let code):
            guard identity.seesCountry || (identity.role == .province && identity.province == code) else { throw Problem.forbidden() }
            return .province(code)
        case .organisation(let id):
            guard let organisation = try await directory.organisation(id, in: transaction), identity.reports(on: organisation) else {
                throw Self.unknownOrganisation
            }
            return .organisation(id, province: organisation.province)
        }
    }

    /// The organisations that the caller may report on, by title.
    func organisations(for identity: Identity, in transaction: Transaction) async throws -> [Organisation] {
        try await directory.receiving(within: identity.scope, in: transaction).filter(identity.reports(on:))
    }

    private static let unknownOrganisation = Problem.validation([
        FieldError(
            "/organisation", code: "unknown_organisation",
            message: Bilingual(
                vi: "Không có tổ chức này trong phạm vi của bạn.", en: "There is no such organisation within your scope."))
    ])
}

extension Identity {
    /// Whether the whole country is theirs to see.
    var seesCountry: Bool { reach(.report) == .country }

    func reports(on other: Organisation) -> Bool {
        if seesCountry { return true }
        if role == .province { return other.province == province }
        return organisation != nil && (other.id == organisation || other.parent == organisation)
    }
}
