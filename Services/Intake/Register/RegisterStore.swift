import Database
import Directory
import Foundation
import Models
import Rules

/// The SQL of the register.
struct RegisterStore: Sendable {
    /// Takes the next number of a series; its row stays locked until the commit.
    func nextNumber(organisation: OrganisationID, series: String, in transaction: Transaction) async throws -> Int {
        try await transaction.value(
            """
            insert into registers (organisation, series, last)
            values (\(organisation), \(series), 1)
            on conflict (organisation, series) do update
            set last = registers.last + 1
            returning last
            """) ?? 1
    }

    /// Writes it, and leaves it to be announced.
    /// - Parameter papers: what its dossier must hold.
    func insert(_ new: NewCase, papers: [DuePaper], in transaction: Transaction) {
        let request = new.request
        transaction.later(
            """
            insert into cases (id, request, organisation, province, code, series, number, matter, form, field, state, counted_as,
                poor_and_ethnic_minority, client_name, search_key, search_text, accepted_on, registered_at, urgent, accepted_at_once,
                held, deadline, required_papers, missing_papers, papers_due_on, version, told)
            values (\(new.id), \(request.id), \(new.organisation.id), \(new.organisation.province), \(new.code), \(new.series), \(new.number),
                \(request.matter), \(request.form), \(request.field), \(CaseState.registered), \(new.countedAs),
                \(request.eligibility.poorAndEthnicMinority), \(request.clientName), \(new.searchKey), \(new.searchText),
                \(request.acceptedOn), \(new.registeredAt), \(request.urgent), \(new.isAcceptedAtOnce), \(request.held),
                \(request.deadline),
                \(papers.count(where: \.isAskedFor)), \(papers.count(where: \.isAskedFor)), \(papers.compactMap(\.dueOn).min()), 1,
                \(AnnounceCases.messages()))
            """)
        transaction.later("insert into cases_to_announce (turn, case_id, organisation) values (0, \(new.id), \(new.organisation.id))")
        insert(papers, of: new.id, new.organisation, in: transaction)
    }

    private func insert(_ papers: [DuePaper], of id: CaseID, _ organisation: Organisation, in transaction: Transaction) {
        let kinds = papers.map(\.paper)
        transaction.later(
            """
            insert into dossier_papers (case_id, organisation, province, position, kind, accepted_kinds, title_vi, title_en, article, stage, due_on)
            select \(id), \(organisation.id), \(organisation.province), position, kind, string_to_array(accepted, ' '), vi, en, article, stage,
                due_on
            from unnest(\(Array(papers.indices)), \(kinds.map(\.kind)), \(kinds.map { $0.acceptedKinds.sorted().joined(separator: " ") }),
                \(kinds.map(\.title.vi)), \(kinds.map(\.title.en)), \(kinds.map(\.article)), \(kinds.map(\.stage.rawValue)),
                \(papers.map(\.dueOn))) as paper (position, kind, accepted, vi, en, article, stage, due_on)
            """)
    }
}

/// A case about to be written into the register.
struct NewCase: Sendable {
    let id: CaseID
    let organisation: Organisation
    let code: String
    let series: String
    let number: Int
    let request: AcceptedRequest
    let countedAs: Models.Category
    /// Thụ lý ngay (Law 11/2017, Điều 30.4).
    let isAcceptedAtOnce: Bool
    let registeredAt: Date

    /// Code and client without tones.
    var searchKey: String { NameKey.fold(code) + " | " + NameKey.fold(request.clientName) }
    /// Code and client as typed.
    var searchText: String { (code + " | " + request.clientName).lowercased() }
}
