import Database
import Foundation
import Models

/// What the search for conflicts takes among the people of ``NamesFill``, as the service asks it, with its own code: for people who are `sample=` common,
/// rare or anybody, written with the fault `change=`, with a year of birth and an identity number or without.
struct NamesBenchmark {
    private enum Sample: String {
        case common, rare, anybody

        /// The bearers that are asked for, two for each round: a client and an opposing party.
        func query(_ count: Int) -> SQL {
            switch self {
            case .common: "select min(name) as name from drawn_people group by name_key order by count(*) desc, name_key limit \(count)"
            case .rare:
                """
                select name from drawn_people
                where not exists (select from drawn_people as other where other.name_key = drawn_people.name_key and other.number <> drawn_people.number)
                order by hashint8(number) limit \(count)
                """
            case .anybody: "select name from drawn_people order by hashint8(number) limit \(count)"
            }
        }
    }

    private let sample: Sample
    private let change: MisspeltNames.Change?
    private let hasBirthYear: Bool
    private let hasNumber: Bool
    private let rounds: Int
    private let search = ConflictSearch(names: KnownNames())

    init(_ words: Words) throws {
        guard let sample = Sample(rawValue: words.text("sample", otherwise: "anybody")) else {
            throw BenchmarkError("sample= is not known")
        }
        self.sample = sample
        change = MisspeltNames.Change(rawValue: words.text("change", otherwise: ""))
        hasBirthYear = try words.integer("birth", otherwise: 0) == 1
        hasNumber = try words.integer("number", otherwise: 0) == 1
        rounds = try words.integer("rounds", otherwise: 40)
    }

    func run() async throws -> Report {
        let database = try Words.database(connections: 1)
        let asked = try await lay(in: database)
        var (checks, searches): ([Duration], [Duration]) = ([], [])
        var (shared, alike, parts, matches) = (0, 0, 0, 0)
        var comparing = Duration.zero
        let measurement = Measurement()
        for one in asked {
            let person = SearchedParty(role: .client, key: one.key)
            var start = ContinuousClock.now
            parts += try await database.transaction(.service) { try await search.parts(of: [person], in: $0) }.count
            checks.append(ContinuousClock.now - start)
            start = .now
            matches += try await database.transaction(.service) { try await search.matches(of: one.id, in: $0) }.count
            searches.append(ContinuousClock.now - start)
            let spelling = Spelling(key: one.key)
            let found = try await database.transaction(.service) { try await search.names.candidates(of: [spelling], in: $0) }
            start = .now
            alike += search.names.like(found, to: [spelling], least: ConflictSearch.counted)[spelling]?.count ?? 0
            comparing += ContinuousClock.now - start
            shared += found.count
        }
        let each = { (sum: Int) in Double(sum) / Double(asked.count) }
        return try measurement.report(
            count: asked.count,
            more: [
                "shared": each(shared), "alike": each(alike), "parts": each(parts), "matches": each(matches),
                "comparing_us": comparing.seconds * 1_000_000 / Double(max(shared, 1)),
                "check_p50_ms": at(0.5, of: checks), "check_p95_ms": at(0.95, of: checks),
                "search_p50_ms": at(0.5, of: searches), "search_p95_ms": at(0.95, of: searches),
            ])
    }

    private func at(_ part: Double, of times: [Duration]) -> Double { times.sorted()[Int(Double(times.count) * part)].seconds * 1_000 }

    /// Gives the parties of as many cases on record the names, and what else is known, and makes the names known. Returns the cases, with the
    /// client's name.
    private func lay(in database: Database) async throws -> [(id: CaseID, key: String)] {
        var faults = MisspeltNames(seed: 7)
        let asked = try await database.transaction(.service, statementTimeout: .seconds(120)) { transaction in
            let names = try await transaction.rows(sample.query(2 * rounds)).map { try $0.get("name", as: String.self) }
            let cases = try await transaction.rows("select id, request from cases order by hashint8(number + \(rounds)) limit \(rounds)")
            let numbers = try await transaction.rows(
                "select identity_number from parties where role = 'opposing' and identity_number is not null limit \(rounds)")
            var asked: [(CaseID, String)] = []
            for (place, row) in cases.enumerated() {
                let name = names[place]
                let written = WrittenName(change.flatMap { faults.change(name, $0) } ?? name).key
                let request = try row.get("request", as: UUID.self)
                let number = hasNumber ? try numbers[place].get("identity_number", as: String.self) : nil
                transaction.later(
                    """
                    update parties set name_key = \(written), birth_year = \(hasBirthYear ? 1985 : nil), identity_number = \(number)
                    where request = \(request) and role = 'client'
                    """)
                transaction.later(
                    """
                    update parties set name_key = \(NameKey.fold(names[names.count - 1 - place])), birth_year = null, identity_number = null
                    where request = \(request) and role = 'opposing'
                    """)
                asked.append((try row.get("id"), written))
            }
            return asked
        }
        _ = try await database.transaction(.service) { try await search.names.learn(namesIn: asked.map(\.0), in: $0) }
        return asked
    }
}
