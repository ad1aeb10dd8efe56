import Database
import Foundation
import Models
import ServiceKit

/// A correction of one fact of an entry: what stood there stays beside what stands there now.
struct FactCorrection<Field: CorrectedField>: RowDecodable, Encodable {
    let field: Field
    let old: String?
    let new: String?
    let reason: String
    let by: String
    let at: Date

    init(field: Field, old: String?, new: String?, reason: String, by: String, at: Date) {
        self.field = field
        self.old = old
        self.new = new
        self.reason = reason
        self.by = by
        self.at = at
    }

    init(_ row: Row) throws {
        let name = try row.get("field", as: String.self)
        guard let known = Field(rawValue: name) else {
            throw DatabaseError(kind: .decoding, message: "a correction of “\(name)”, which nobody knows")
        }
        field = known
        old = try row.get("old")
        new = try row.get("new")
        reason = try row.get("reason")
        by = try row.get("corrected_by")
        at = try row.get("corrected_at")
    }

    /// As `identity` may see it: identity numbers are masked for who oversees.
    func seen(by identity: Identity) -> FactCorrection {
        guard field == .identityNumber else { return self }
        return FactCorrection(
            field: field, old: identity.sees(identityNumber: old), new: identity.sees(identityNumber: new), reason: reason, by: by, at: at)
    }
}

/// What of an entry may be corrected, by the names under which corrections are kept.
protocol CorrectedField: RawRepresentable<String>, Equatable, Encodable, Sendable {
    static var identityNumber: Self { get }
}

extension RegisterField: CorrectedField {}
extension RequestField: CorrectedField {}
extension PartyField: CorrectedField {}

/// Of a case's entry in the register.
typealias RegisterCorrection = FactCorrection<RegisterField>
/// Of somebody whom a case names.
typealias PartyCorrection = FactCorrection<PartyField>
/// Of a request that is not decided.
typealias RequestCorrection = FactCorrection<RequestField>
