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

    package let kind: String
    package let title: LocalizedText
    package let article: String
    package let stage: Stage
    let when: When
    let mayComeLater: Bool
    /// Any proof paper of the eligibility pack is it.
    let provesEligibility: Bool

    init(from entry: inout PackEntry) throws {
        kind = try entry.text("key")
        title = try entry.localized("title")
        article = try entry.text("article")
        stage = try entry.required("stage").choice()
        when = try entry.optional("when")?.choice() ?? .always
        mayComeLater = try entry.optional("may_come_later")?.bool() ?? false
        provesEligibility = try entry.optional("proves_eligibility")?.bool() ?? false
    }
}
