import Database
import Foundation
import Models

/// Looks for cases whose people stand against those of a new one (Law 11/2017, Điều 25.2a). Works on folded names, across organisations, and says
/// which cases and how alike, never who.
struct ConflictSearch: Sendable {
    /// Every case that has something to do with the parties of `id`'s request.
    ///
    /// *Conflict*: each side's client is named as the other's opposing party, or the matter is the same and one side names the other's client.
    /// *Review*: a client is named as an opposing party on one side only. Conflicts come first: with a common name only reviews are cut off.
    func matches(of id: CaseID, in transaction: Transaction) async throws -> [CaseConflict] {
        let found = try await transaction.all(
            """
            with own as (
                select parties.role, parties.name_key, cases.matter
                from cases join parties on parties.request = cases.request
                where cases.id = \(id) and parties.role in ('client', 'opposing')
            )
            select cases.id as case_id,
                bool_or(own.role = 'opposing' and theirs.role = 'client') as names_their_client,
                bool_or(own.role = 'client' and theirs.role = 'opposing') as named_by_them,
                bool_or(own.matter = cases.matter) as same_matter
            from own
            join parties as theirs on theirs.name_key = own.name_key and theirs.role in ('client', 'opposing') and theirs.role <> own.role
            join cases on cases.request = theirs.request
            where cases.id <> \(id)
            group by cases.id
            order by ((bool_or(own.role = 'opposing' and theirs.role = 'client') and bool_or(own.role = 'client' and theirs.role = 'opposing'))
                or bool_or(own.matter = cases.matter)) desc, cases.id desc
            limit 200
            """, as: Found.self)
        return found.map { CaseConflict(case: $0.id, verdict: $0.verdict, score: 1) }
    }

    private struct Found: RowDecodable {
        let id: CaseID
        let namesTheirClient: Bool
        let namedByThem: Bool
        let sameMatter: Bool

        var verdict: ConflictVerdict { (namesTheirClient && namedByThem) || sameMatter ? .conflict : .review }

        init(_ row: Row) throws {
            id = try row.get("case_id")
            namesTheirClient = try row.get("names_their_client")
            namedByThem = try row.get("named_by_them")
            sameMatter = try row.get("same_matter")
        }
    }
}
