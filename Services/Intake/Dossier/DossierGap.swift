import Models
import Rules

/// A paper that a dossier lacks: by when it is due, and who owes it.
struct DossierGap: Sendable {
    let paper: DossierPaper
    /// Nil while nothing sets a day: a paper of the work, as long as the work goes on.
    let dueOn: LegalDate?
    let owedBy: PaperKind.Debtor

    /// Whether the case cannot be finished without it. The papers of the end may come until the dossier is handed over (Law 11/2017, Điều 39.1).
    var blocks: Bool { paper.stage != .end }

    func isLate(on today: LegalDate) -> Bool { dueOn.map { $0 < today } ?? false }
}

extension RulePacks {
    /// What the dossier of a case lacks by now, in its order.
    func gaps(of record: CaseRecord, _ papers: [DossierPaper]) -> [DossierGap] {
        DossierState(papers, isFinished: record.isFinished).papers.filter { $0.attachment == nil }.map { gap($0, of: record) }
    }

    private func gap(_ paper: DossierPaper, of record: CaseRecord) -> DossierGap {
        let kind = dossier(on: record.acceptedOn)[paper.kind]
        return DossierGap(paper: paper, dueOn: paper.dueOn ?? due(kind, of: record), owedBy: kind?.owedBy ?? .client)
    }

    /// By the pack of the day of acceptance; a paper of the request without a limit of its own had to come with it.
    private func due(_ kind: PaperKind?, of record: CaseRecord) -> LegalDate? {
        let deadlines = deadlines(on: record.acceptedOn)
        switch kind?.due {
        case .handover?: return record.endedOn.flatMap { deadlines[.handover].lastDay(from: $0, in: calendar) }
        case let key?: return deadlines[key].lastDay(from: record.acceptedOn, in: calendar)
        case nil: return kind?.stage == .work ? nil : record.acceptedOn
        }
    }
}
