import Database
import Directory
import Foundation
import Models
import Rules

/// The SQL by which many cases are made at once.
struct ImportedCaseStore: Sendable {
    /// The series of imported cases: the order in which they came, behind the book's own. Their codes are those of the old register.
    static let series = "imported"

    /// The clients of the cases that have these codes.
    func codes(_ codes: [String], of organisation: OrganisationID, in transaction: Transaction) async throws -> [String: String] {
        // Joined: `= any` of a thousand codes compares each with each, where the plan was made before the table was full.
        let rows = try await transaction.rows(
            """
            select cases.code, cases.client_name
            from (select distinct code from unnest(\(codes)) as code) as asked
            join cases on cases.organisation = \(organisation) and cases.code = asked.code
            """)
        return Dictionary(
            uniqueKeysWithValues: try rows.map { (try $0.get("code", as: String.self), try $0.get("client_name", as: String.self)) })
    }

    /// The last number given in each series.
    func counters(of organisation: OrganisationID, in transaction: Transaction) async throws -> [String: Int] {
        let rows = try await transaction.rows("select series, last from registers where organisation = \(organisation)")
        return Dictionary(uniqueKeysWithValues: try rows.map { (try $0.get("series", as: String.self), try $0.get("last", as: Int.self)) })
    }

    /// Takes `count` numbers of the imported; gives the first. Others who register here in the same series wait until the commit.
    func numbers(_ count: Int, of organisation: OrganisationID, in transaction: Transaction) async throws -> Int {
        let last = try await transaction.value(
            """
            insert into registers (organisation, series, last)
            values (\(organisation), \(Self.series), \(count))
            on conflict (organisation, series) do update
            set last = registers.last + \(count)
            returning last
            """, as: Int.self)
        return (last ?? count) - count + 1
    }

    /// The counter of a book goes on behind the numbers that were brought in: none of their codes is given again.
    func raise(_ series: String, to number: Int, of organisation: OrganisationID, in transaction: Transaction) {
        transaction.later(
            """
            insert into registers (organisation, series, last)
            values (\(organisation), \(series), \(number))
            on conflict (organisation, series) do update
            set last = greatest(registers.last, excluded.last)
            """)
    }

    /// Writes cases with all that belongs to them: their requests, everybody named, the papers that open ones still need, the first line of
    /// their history.
    func insert(_ batch: ImportedBatch, in transaction: Transaction) async throws {
        try insertRequests(batch, in: transaction)
        insertParties(batch, in: transaction)
        insertCases(batch, in: transaction)
        insertPapers(batch, in: transaction)
        try await insertRest(batch, in: transaction)
    }

    private func insertRequests(_ batch: ImportedBatch, in transaction: Transaction) throws {
        let cases = batch.cases
        let drafts = cases.map(\.draft)
        // Most of a register was decided in a few ways.
        var decisions: [EligibilityDecision: JSONParameter] = [:]
        let eligibility = try drafts.map { draft in
            if let known = decisions[draft.eligibility] { return known }
            let new = try JSONParameter(draft.eligibility)
            decisions[draft.eligibility] = new
            return new
        }
        transaction.later(
            """
            insert into requests (id, organisation, province, channel, received_at, recorded_at, recorded_by, state, urgent, client_name,
                client_name_key, client_birth, client_gender, client_ethnicity, client_phone, client_address, client_identity_number,
                client_languages, categories, form, field, matter, summary, eligibility, decided_at, decided_by, version, told)
            select id, \(batch.file.organisation), \(batch.file.province), \(Channel.inPerson), received_at, \(batch.now), \(batch.by),
                \(RequestState.accepted), false, name, name_key, birth, gender, ethnicity, phone, address, identity, '{}'::text[],
                string_to_array(categories, ' '), form, field, matter, summary, eligibility, \(batch.now), \(batch.by), 1, 0
            from unnest(\(cases.map(\.request)), \(drafts.map(\.receivedOn.start)), \(drafts.map(\.client)),
                \(drafts.map { NameKey.fold($0.client) }), \(drafts.map(\.birth)), \(drafts.map { $0.gender ?? .other }),
                \(drafts.map { $0.ethnicity ?? "" }), \(drafts.map(\.phone)), \(drafts.map(\.address)), \(drafts.map(\.identity)),
                \(drafts.map { $0.categories.map(\.rawValue).joined(separator: " ") }), \(drafts.map(\.form)), \(drafts.map(\.field)),
                \(cases.map(\.matter)), \(drafts.map { $0.summary ?? "" }), \(eligibility))
                as new (id, received_at, name, name_key, birth, gender, ethnicity, phone, address, identity, categories, form, field, matter,
                    summary, eligibility)
            """)
    }

    private func insertParties(_ batch: ImportedBatch, in transaction: Transaction) {
        let rows = batch.cases.flatMap { one -> [(request: RequestID, row: PartyRow)] in
            let draft = one.draft
            let client = RequestDraft.Party(name: draft.client, birthYear: draft.birthYear, identityNumber: draft.identity)
            let people = [(client, PartyRole.client)] + draft.opposing.map { (RequestDraft.Party(name: $0), PartyRole.opposing) }
            return people.flatMap { person, role in
                PartyRow.rows(of: person, role: role, birth: role == .client ? draft.birth : nil, at: batch.now)
            }.map { (one.request, $0) }
        }
        transaction.later(
            """
            insert into parties (id, request, organisation, province, role, name, name_key, birth, birth_year, identity_number, alias_of)
            select id, request, \(batch.file.organisation), \(batch.file.province), role, name, name_key, birth, birth_year, identity_number,
                alias_of
            from unnest(\(rows.map(\.row.id)), \(rows.map(\.request)), \(rows.map(\.row.role)), \(rows.map(\.row.person.name)),
                \(rows.map(\.row.key)), \(rows.map(\.row.birth)), \(rows.map(\.row.person.birthYear)),
                \(rows.map(\.row.person.identityNumber)), \(rows.map(\.row.aliasOf)))
                as party (id, request, role, name, name_key, birth, birth_year, identity_number, alias_of)
            """)
    }

    private func insertCases(_ batch: ImportedBatch, in transaction: Transaction) {
        let cases = batch.cases
        let drafts = cases.map(\.draft)
        // Of somebody who is not known here, the name stands beside the case only.
        let helperNames: [String?] = drafts.map { $0.helper == nil ? nil : $0.helperName }
        transaction.later(
            """
            insert into cases (id, request, organisation, province, code, series, number, matter, form, field, state, counted_as,
                poor_and_ethnic_minority, client_name, search_key, search_text, accepted_on, registered_at, urgent, helper, helper_name,
                helper_kind, required_papers, missing_papers, ended_on, end_ground, result, finished, handed_over_on, imported, version, told)
            select id, request, \(batch.file.organisation), \(batch.file.province), code, \(Self.series), number, matter, form, field, state,
                counted_as, poor_and_minority, name, search_key, search_text, accepted_on, registered_at, false, helper, helper_name,
                helper_kind, missing, missing, ended_on, end_ground, result, finished, handed_over_on, true, 1, told
            from unnest(\(cases.map(\.id)), \(cases.map(\.request)), \(drafts.map(\.code)), \(cases.map(\.number)), \(cases.map(\.matter)),
                \(drafts.map(\.form)), \(drafts.map(\.field)), \(drafts.map(\.state)), \(drafts.map(\.countedAs)),
                \(drafts.map(\.eligibility.poorAndEthnicMinority)), \(drafts.map(\.client)),
                \(drafts.map { NameKey.fold($0.code) + " | " + NameKey.fold($0.client) }),
                \(drafts.map { ($0.code + " | " + $0.client).lowercased() }), \(drafts.map(\.acceptedOn)),
                \(drafts.map(\.acceptedOn.start)), \(drafts.map(\.helper)), \(helperNames),
                \(drafts.map(\.helperKind)), \(cases.map { $0.papers.count { $0.stage != .end } }), \(drafts.map(\.endedOn)),
                \(drafts.map(\.endGround)), \(drafts.map(\.result)), \(drafts.map(\.isFinished)), \(drafts.map(\.handedOverOn)),
                \(drafts.map { AnnounceCases.messages(endedOn: $0.endedOn, handedOverOn: $0.handedOverOn) }))
                as new (id, request, code, number, matter, form, field, state, counted_as, poor_and_minority, name, search_key, search_text,
                    accepted_on, registered_at, helper, helper_name, helper_kind, missing, ended_on, end_ground, result, finished, handed_over_on,
                    told)
            """)
        transaction.later(
            """
            insert into cases_to_announce (turn, case_id, organisation)
            select 1, id, \(batch.file.organisation) from unnest(\(cases.map(\.id))) as new (id)
            """)
    }

    private func insertPapers(_ batch: ImportedBatch, in transaction: Transaction) {
        let papers = batch.cases.flatMap { one in one.papers.enumerated().map { (caseID: one.id, position: $0.offset, paper: $0.element) } }
        guard !papers.isEmpty else { return }
        transaction.later(
            """
            insert into dossier_papers (case_id, organisation, province, position, kind, accepted_kinds, title_vi, title_en, article, stage)
            select case_id, \(batch.file.organisation), \(batch.file.province), position, kind, string_to_array(accepted, ' '), vi, en, article,
                stage
            from unnest(\(papers.map(\.caseID)), \(papers.map(\.position)), \(papers.map(\.paper.kind)),
                \(papers.map { $0.paper.acceptedKinds.sorted().joined(separator: " ") }), \(papers.map(\.paper.title.vi)),
                \(papers.map(\.paper.title.en)), \(papers.map(\.paper.article)), \(papers.map(\.paper.stage.rawValue)))
                as paper (case_id, position, kind, accepted, vi, en, article, stage)
            """)
    }

    private func insertRest(_ batch: ImportedBatch, in transaction: Transaction) async throws {
        let cases = batch.cases
        transaction.later(
            """
            insert into imported_cases (case_id, organisation, province, import, line, gaps, helper_name)
            select id, \(batch.file.organisation), \(batch.file.province), \(batch.file.id), line, string_to_array(gaps, ' '), helper_name
            from unnest(\(cases.map(\.id)), \(cases.map(\.line)), \(cases.map { $0.draft.gaps.joined(separator: " ") }),
                \(cases.map(\.draft.helperName))) as new (id, line, gaps, helper_name)
            """)
        let details = cases.map { JSONParameter(words: ["code": $0.draft.code, "line": String($0.line)]) }
        try await transaction.execute(
            """
            insert into timeline (id, case_id, organisation, province, at, kind, actor, details)
            select id, case_id, \(batch.file.organisation), \(batch.file.province), \(batch.now), 'case_imported', \(batch.by), details
            from unnest(\(cases.map { _ in UUID.v7(at: batch.now) }), \(cases.map(\.id)), \(details)) as new (id, case_id, details)
            """)
    }

    /// What is not known of a case that was brought in; nil for one that was registered here.
    func facts(of id: CaseID, in transaction: Transaction) async throws -> ImportedFacts? {
        try await transaction.first(
            """
            select imported_cases.import, imported_cases.line, imported_cases.gaps, imported_cases.helper_name
            from imported_cases
            where imported_cases.case_id = \(id)
            """)
    }
}

/// Cases about to be made of lines.
struct ImportedBatch: Sendable {
    struct One: Sendable {
        let id: CaseID
        let request: RequestID
        let matter: MatterID
        let number: Int
        let line: Int
        let draft: ImportedDraft
        /// What an open one's dossier must hold.
        let papers: [RequiredPaper]
    }

    let file: RegisterImport
    let cases: [One]
    let by: String
    let now: Date
}

/// Where a case came from.
struct ImportedFacts: RowDecodable, Sendable {
    let `import`: RegisterImportID
    let line: Int
    let gaps: [String]
    /// As the old register writes it.
    let helperName: String?

    init(_ row: Row) throws {
        `import` = try row.get("import")
        line = try row.get("line")
        gaps = try row.get("gaps")
        helperName = try row.get("helper_name")
    }
}
