import Models

/// A kind of paper that a dossier may hold (Law 11/2017, Điều 29.1; circular 12/2018, Điều 11).
package struct PaperKind: Hashable, Sendable {
    /// When in a case's life it comes.
    package enum Stage: String, Hashable, Sendable, Codable, CaseIterable {
        case request, work, end
    }

    /// When a listed paper is required.
    enum When: String, Hashable, Sendable, CaseIterable {
        case always, stopped
        case helperChanged = "helper_changed"
        /// Only in a case that was not stopped.
        case notStopped = "not_stopped"

        func applies(to facts: DossierFacts) -> Bool {
            switch self {
            case .always: true
            case .stopped: facts.stopped
            case .helperChanged: facts.helperChanged
            case .notStopped: !facts.stopped
            }
        }
    }

    /// Who has to bring it.
    package enum Debtor: String, Hashable, Sendable, Codable, CaseIterable {
        /// Người được trợ giúp pháp lý (Law 11/2017, Điều 29.1).
        case client
        /// Người thực hiện trợ giúp pháp lý (circular 12/2018, Điều 11.2–11.4).
        case helper
        /// Tổ chức thực hiện trợ giúp pháp lý: decisions, notices, the client's opinion (circular 12/2018, Điều 8.3).
        case organisation
    }

    package let kind: String
    package let title: LocalizedText
    package let article: String
    package let stage: Stage
    package let owedBy: Debtor
    /// The limit that it has to keep; nil where none is set for it.
    package let due: DeadlineKey?
    let when: When
    let mayComeLater: Bool
    /// Any proof paper of the eligibility pack is it.
    let provesEligibility: Bool

    init(from entry: inout PackEntry) throws {
        kind = try entry.text("key")
        title = try entry.localized("title")
        article = try entry.text("article")
        stage = try entry.required("stage").choice()
        owedBy = try entry.required("owed_by").choice()
        due = try entry.optional("due")?.choice()
        when = try entry.optional("when")?.choice() ?? .always
        mayComeLater = try entry.optional("may_come_later")?.bool() ?? false
        provesEligibility = try entry.optional("proves_eligibility")?.bool() ?? false
    }
}
