import Database
import Models
import ServiceKit

extension Transaction {
    /// Nobody enters or asks anything for somebody else's organisation: throws 403 where the scope does not hold it. The database would refuse as
    /// well, less readably.
    func checkOwn(_ organisation: OrganisationID) async throws {
        guard try await ask(.isOwn(organisation)) == true else { throw Problem.notOwn }
    }
}

extension Query where Answer == Bool? {
    /// Whether the scope holds an organisation.
    static func isOwn(_ organisation: OrganisationID) -> Query {
        .value("select scope_kind() = 'service' or \(organisation) in (select id from scope_organisations() as own (id))")
    }
}

extension Problem {
    static let notOwn = Problem.forbidden(
        Bilingual(
            vi: "Tài khoản này không thuộc tổ chức nêu trong “centre”.",
            en: "This account does not belong to the organisation in “centre”."))
}
