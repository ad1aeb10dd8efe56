import Database
import Models
import ServiceKit

extension Transaction {
    /// Nobody enters or asks anything for somebody else's organisation: throws 403 where the scope does not hold it. The database would refuse as
    /// well, less readably.
    func checkOwn(_ organisation: OrganisationID) async throws {
        let isOwn = try await value(
            "select scope_kind() = 'service' or \(organisation) in (select id from scope_organisations() as own (id))", as: Bool.self)
        guard isOwn == true else {
            throw Problem.forbidden(
                Bilingual(
                    vi: "Tài khoản này không thuộc tổ chức nêu trong “centre”.",
                    en: "This account does not belong to the organisation in “centre”."))
        }
    }
}
