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

    /// The same of several cases; those that nothing has to do with are not among them. Against the parties of most nobody stands: it is asked of all
    /// together against whose somebody does, and these alone are searched.
    func matches(ofEach ids: [CaseID], in transaction: Transaction) async throws -> [CaseID: [CaseConflict]] {
        let people = Dictionary(grouping: try await people(of: ids, in: transaction), by: \.case)
            .mapValues { $0.map(\.person.sought) }
        let like = try await like(people.values.flatMap(\.self), least: Self.counted, in: transaction)
        let sought = people.mapValues { SoughtPeople($0, like: like) }
        let met = try await transaction.ask(SoughtPeople.onRecord(sought))
        let searched = sought.filter { met.contains($0.key) }.map { (id: $0.key, query: query(of: $0.key, $0.value)) }
        let found = try await transaction.together(each: searched.map { Query.all($0.query, as: ConflictingCase.self) })
        return Dictionary(uniqueKeysWithValues: zip(searched.map(\.id), found.map { $0.compactMap(\.conflict) }))
    }

    func query(of id: CaseID, among others: [CaseID]? = nil, in transaction: Transaction) async throws -> SQL {
        let sides = try await people(of: [id], in: transaction).map(\.person.sought)
        let like = try await like(sides, least: Self.counted, in: transaction)
        return query(of: id, SoughtPeople(sides, like: like), among: others)
    }

    /// Requests are put in order before their cases are read, so that of a common name only as many are read as are kept.
    private func query(of id: CaseID, _ sought: SoughtPeople, among others: [CaseID]? = nil) -> SQL {
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
                from (\(sought.pairs)) as pairs
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

    /// The parts in cases of those whom a request names, on sides that are against their own: what a case of it would be found to conflict with.
    func partsAgainst(_ request: RequestID, in transaction: Transaction) async throws -> [PartInCase] {
        let people: [SearchedParty] = try await transaction.all(
            "select role, name_key, birth_year, identity_number from parties where request = \(request)")
        return try await transaction.all(try await query(for: people, onAllSides: false, in: transaction))
    }

    /// - Parameter onAllSides: or only on those against which each may stand.
    func query(for people: [SearchedParty], onAllSides: Bool = true, in transaction: Transaction) async throws -> SQL {
        // Only a year of birth lifts a likeness that is less.
        let least = people.contains { $0.birthYear != nil } ? Self.counted : Self.shown
        let sides = people.map { onAllSides ? SoughtPeople.Sought(person: $0, against: PartyRole.allCases) : $0.sought }
        let sought = SoughtPeople(sides, like: try await like(sides, least: least, in: transaction))
        return """
            select cases.id as case_id, their_role, score, names
            from (
                select request, their_role, max(score) as score, array_agg(distinct own_name) as names
                from (\(sought.pairs)) as pairs
                where score >= \(Self.shown)
                group by request, their_role
                order by score desc, request desc
            ) as ranked
            join cases on cases.request = ranked.request
            order by score desc, ranked.request desc
            limit \(Self.most)
            """
    }

    /// The parties of the requests of `ids`.
    private func people(of ids: [CaseID], in transaction: Transaction) async throws -> [PartyOfCase] {
        try await transaction.all(
            """
            select cases.id as case_id, parties.role, parties.name_key, parties.birth_year, parties.identity_number
            from cases join parties on parties.request = cases.request
            where cases.id = any (\(ids))
            """)
    }

    /// - Parameter least: how alike the names must be.
    private func like(_ sides: [SoughtPeople.Sought], least: Double, in transaction: Transaction) async throws -> [Spelling: [LikeName]] {
        try await names.like(Array(Set(sides.map { Spelling(key: $0.person.key) })), least: least, in: transaction)
    }
}

extension SearchedParty {
    /// Looked for on the sides on which nobody may stand who is one of the case's own.
    fileprivate var sought: SoughtPeople.Sought { SoughtPeople.Sought(person: self, against: role.against) }
}

/// Somebody whom a case names.
private struct PartyOfCase: RowDecodable {
    let `case`: CaseID
    let person: SearchedParty

    init(_ row: Row) throws {
        `case` = try row.get("case_id")
        person = try SearchedParty(row)
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
