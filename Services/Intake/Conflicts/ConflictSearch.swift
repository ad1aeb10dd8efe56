import Database
import Models

/// Looks for cases whose people stand against those of a new one (Law 11/2017, Điều 25.2a). Works on names as they are written, across
/// organisations, and says which cases and how alike, never who.
struct ConflictSearch: Sendable {
    let names: KnownNames

    /// From here on a likeness is shown to people.
    static let shown = 0.75
    /// From here on it counts where the other side is alike as well: what the two must come to, multiplied, is `mutual`.
    static let counted = 0.65
    static let mutual = 0.6
    /// With a common name only so many are kept, the likest first.
    private static let most = 200

    /// Every case that has something to do with the parties of `id`'s request.
    /// - Parameter others: where they are given, only these are compared, and none of them is left out.
    func matches(of id: CaseID, among others: [CaseID]? = nil, in transaction: Transaction) async throws -> [CaseConflict] {
        let found: [ConflictingCase] = try await transaction.all(try await query(of: id, among: others, in: transaction))
        return found.compactMap(\.conflict)
    }

    /// Requests are put in order before their cases are read, so that of a common name only as many are read as are kept.
    func query(of id: CaseID, among others: [CaseID]? = nil, in transaction: Transaction) async throws -> SQL {
        let own: [SearchedParty] = try await transaction.all(
            """
            select parties.role, parties.name_key, parties.birth_year, parties.identity_number
            from cases join parties on parties.request = cases.request
            where cases.id = \(id)
            """)
        let pairs = try await pairs(own.map { ($0, $0.role.against) }, least: Self.counted, in: transaction)
        let matter: SQL = "(select matter from cases where id = \(id))"
        let speaksTwice: SQL =
            "(min(own_role) <> max(own_role) or request = any (array(select request from cases where matter = \(matter))))"
        let narrowed: SQL = others.map { "where request = any (array(select request from cases where id = any (\($0))))" } ?? ""
        return """
            select cases.id as case_id, cases.matter = \(matter) as same_matter, names_their_client, named_by_them, of_a_relative
            from (
                select request, \(speaksTwice) as speaks_twice, max(score) as likest,
                    max(score) filter (where own_role = 'opposing' and their_role = 'client') as names_their_client,
                    max(score) filter (where own_role = 'client' and their_role = 'opposing') as named_by_them,
                    max(score) filter (where 'relative' in (own_role, their_role)) as of_a_relative
                from (\(pairs)) as pairs
                \(narrowed)
                group by request
                having max(score) >= \(Self.shown) or \(speaksTwice)
                order by speaks_twice desc, likest desc, request desc
            ) as ranked
            join cases on cases.request = ranked.request
            where cases.id <> \(id)
            order by speaks_twice desc, likest desc, ranked.request desc
            limit \(others?.count ?? Self.most)
            """
    }

    /// Every part that people of these names have in a case.
    func parts(of people: [SearchedParty], in transaction: Transaction) async throws -> [PartInCase] {
        try await transaction.all(try await query(for: people, in: transaction))
    }

    func query(for people: [SearchedParty], in transaction: Transaction) async throws -> SQL {
        // Only a year of birth lifts a likeness that is less.
        let least = people.contains { $0.birthYear != nil } ? Self.counted : Self.shown
        let pairs = try await pairs(people.map { ($0, PartyRole.allCases) }, least: least, in: transaction)
        return """
            select cases.id as case_id, their_role, score, names
            from (
                select request, their_role, max(score) as score, array_agg(distinct own_name) as names
                from (\(pairs)) as pairs
                where score >= \(Self.shown)
                group by request, their_role
                order by score desc, request desc
            ) as ranked
            join cases on cases.request = ranked.request
            order by score desc, ranked.request desc
            limit \(Self.most)
            """
    }

    /// Who of all parties may be one of those looked for, on the sides given with each: `own_name`, `own_role`, `their_role`, `request`, `score`.
    ///
    /// The same identity number is the same person, another one of its length is somebody else; one of another length says nothing: who had a
    /// chứng minh nhân dân of 9 digits bears 12 on the căn cước. The same year of birth speaks for it, another against.
    /// - Parameter least: how alike the names must be.
    private func pairs(
        _ sides: [(person: SearchedParty, against: [PartyRole])], least: Double, in transaction: Transaction
    ) async throws -> SQL {
        let like = try await names.like(Array(Set(sides.map { Spelling(key: $0.person.key) })), least: least, in: transaction)
        let wanted = sides.flatMap { person, against in
            against.flatMap { side in (like[Spelling(key: person.key)] ?? []).map { (person: person, side: side, name: $0) } }
        }
        let numbered = sides.flatMap { person, against in against.map { (person: person, side: $0) } }.filter {
            $0.person.identityNumber != nil
        }
        return """
            select own_name, own_role, theirs.role as their_role, theirs.request,
                case
                    when own.identity_number <> theirs.identity_number
                        and length(own.identity_number) = length(theirs.identity_number) then own.likeness / 2
                    when own.birth_year = theirs.birth_year then (1 + own.likeness) / 2
                    when abs(own.birth_year - theirs.birth_year) > 1 then own.likeness * 0.6
                    else own.likeness
                end as score
            from unnest(\(wanted.map(\.person.key)), \(wanted.map(\.person.role)), \(wanted.map(\.person.birthYear)),
                \(wanted.map(\.person.identityNumber)), \(wanted.map(\.side)), \(wanted.map(\.name.key)), \(wanted.map(\.name.likeness)))
                as own (own_name, own_role, birth_year, identity_number, side, name_key, likeness)
            join parties as theirs on theirs.name_key = own.name_key and theirs.role = own.side
            union all
            select own_name, own_role, theirs.role, theirs.request, 1
            from unnest(\(numbered.map(\.person.key)), \(numbered.map(\.person.role)), \(numbered.map(\.person.identityNumber)),
                \(numbered.map(\.side))) as own (own_name, own_role, identity_number, side)
            join parties as theirs on theirs.identity_number = own.identity_number and theirs.role = own.side
            """
    }
}

/// A case in which somebody stands against a party of the one searched for.
private struct ConflictingCase: RowDecodable {
    let id: CaseID
    let sameMatter: Bool
    let namesTheirClient: Double
    let namedByThem: Double
    let ofARelative: Double

    /// *Conflict*: each side names the other's client as its opposing party, or the matter is the same and one side does. *Review*: a client, or a
    /// relative, is named on one side only. Nil where too little speaks for it.
    var conflict: CaseConflict? {
        let one = max(namesTheirClient, namedByThem)
        let isMutual =
            min(namesTheirClient, namedByThem) >= ConflictSearch.counted && namesTheirClient * namedByThem >= ConflictSearch.mutual
        if isMutual { return CaseConflict(case: id, verdict: .conflict, score: min(namesTheirClient, namedByThem)) }
        if sameMatter, one >= ConflictSearch.counted { return CaseConflict(case: id, verdict: .conflict, score: one) }
        let likest = max(one, ofARelative * 0.9)
        return likest >= ConflictSearch.shown ? CaseConflict(case: id, verdict: .review, score: likest) : nil
    }

    init(_ row: Row) throws {
        id = try row.get("case_id")
        sameMatter = try row.get("same_matter")
        namesTheirClient = try row.get("names_their_client", as: Double?.self) ?? 0
        namedByThem = try row.get("named_by_them", as: Double?.self) ?? 0
        ofARelative = try row.get("of_a_relative", as: Double?.self) ?? 0
    }
}

/// A side of a case on which somebody of a name stands that was looked for.
struct PartInCase: RowDecodable {
    let id: CaseID
    let role: PartyRole
    let score: Double
    /// Which of the names that were looked for, folded.
    let names: [String]

    init(_ row: Row) throws {
        id = try row.get("case_id")
        role = try row.get("their_role")
        score = try row.get("score")
        names = try row.get("names")
    }
}
