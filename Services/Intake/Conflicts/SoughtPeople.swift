import Database
import Models

/// People who are looked for among all parties, on the sides given with each, by the names that may be theirs and by their numbers.
struct SoughtPeople {
    /// One of them, and the sides on which they are looked for.
    struct Sought {
        let person: SearchedParty
        let against: [PartyRole]
    }

    private let named: [(person: SearchedParty, side: PartyRole, name: LikeName)]
    private let numbered: [(person: SearchedParty, side: PartyRole)]

    /// - Parameter like: the names that may be one of theirs.
    init(_ people: [Sought], like: [Spelling: [LikeName]]) {
        named = people.flatMap { one in
            one.against.flatMap { side in (like[Spelling(key: one.person.key)] ?? []).map { (person: one.person, side: side, name: $0) } }
        }
        numbered = people.flatMap { one in one.against.map { (person: one.person, side: $0) } }.filter { $0.person.identityNumber != nil }
    }

    /// Who of all parties may be one of them: `own_name`, `own_role`, `their_role`, `request`, `score`.
    ///
    /// The same identity number is the same person, another one of its length is somebody else; one of another length says nothing: who had a
    /// chứng minh nhân dân of 9 digits bears 12 on the căn cước. The same year of birth speaks for it, another against.
    var pairs: SQL {
        """
        select own_name, own_role, theirs.role as their_role, theirs.request,
            case
                when own.identity_number <> theirs.identity_number
                    and length(own.identity_number) = length(theirs.identity_number) then own.likeness / 2
                when own.birth_year = theirs.birth_year then (1 + own.likeness) / 2
                when abs(own.birth_year - theirs.birth_year) > 1 then own.likeness * 0.6
                else own.likeness
            end as score
        from unnest(\(named.map(\.person.key)), \(named.map(\.person.role)), \(named.map(\.person.birthYear)),
            \(named.map(\.person.identityNumber)), \(named.map(\.side)), \(named.map(\.name.key)), \(named.map(\.name.likeness)))
            as own (own_name, own_role, birth_year, identity_number, side, name_key, likeness)
        join parties as theirs on theirs.name_key = own.name_key and theirs.role = own.side
        union all
        select own_name, own_role, theirs.role, theirs.request, 1
        from unnest(\(numbered.map(\.person.key)), \(numbered.map(\.person.role)), \(numbered.map(\.person.identityNumber)),
            \(numbered.map(\.side))) as own (own_name, own_role, identity_number, side)
        join parties as theirs on theirs.identity_number = own.identity_number and theirs.role = own.side
        """
    }

    /// Which of several cases have people for whom ``pairs`` finds anybody.
    static func onRecord(_ sought: [CaseID: SoughtPeople]) -> Query<[CaseID]> { .values(query(onRecord: sought)) }

    static func query(onRecord sought: [CaseID: SoughtPeople]) -> SQL {
        let named = sought.flatMap { id, people in people.named.map { (id: id, name: $0.name.key, side: $0.side) } }
        let numbered = sought.flatMap { id, people in people.numbered.map { (id: id, number: $0.person.identityNumber, side: $0.side) } }
        return """
            select case_id
            from unnest(\(named.map(\.id)), \(named.map(\.name)), \(named.map(\.side))) as own (case_id, name_key, side)
            where exists (select from parties where parties.name_key = own.name_key and parties.role = own.side)
            union
            select case_id
            from unnest(\(numbered.map(\.id)), \(numbered.map(\.number)), \(numbered.map(\.side))) as own (case_id, identity_number, side)
            where exists (select from parties where parties.identity_number = own.identity_number and parties.role = own.side)
            """
    }
}
