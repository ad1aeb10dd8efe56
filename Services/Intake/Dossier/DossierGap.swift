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
        DossierState(papers, record.phase).papers.filter { $0.attachment == nil }.map { gap($0, of: record) }
    }

    private func gap(_ paper: DossierPaper, of record: CaseRecord) -> DossierGap {
        let kind = dossier(on: record.acceptedOn)[paper.kind]
        return DossierGap(paper: paper, dueOn: paper.dueOn ?? due(kind, paper, of: record), owedBy: kind?.owedBy ?? .client)
    }

    /// By the pack of the day of acceptance, from what made the paper necessary. A paper of the request had to come with it, unless the case was accepted at
    /// once: then the law sets a day for the proof alone (Law 11/2017, Điều 30.4; circular 12/2018, Điều 6.2a).
    private func due(_ kind: PaperKind?, _ paper: DossierPaper, of record: CaseRecord) -> LegalDate? {
        let deadlines = deadlines(on: record.acceptedOn)
        let day = paper.countedFrom.map { LegalDate($0) } ?? record.acceptedOn
        switch kind?.due {
        case .handover?: return record.endedOn.flatMap { deadlines[.handover].lastDay(from: $0, in: calendar) }
        case .assignment?:
            let limit = deadlines.assignment(form: record.form, held: record.held != nil, acceptedAtOnce: record.isAcceptedAtOnce)
            return limit.lastDay(from: day, in: calendar)
                ?? LegalDate(limit.due(after: paper.countedFrom ?? record.registeredAt, in: calendar))
        case let key?: return deadlines[key].lastDay(from: day, in: calendar)
        case nil: return kind?.stage == .work || record.isAcceptedAtOnce ? nil : record.acceptedOn
        }
    }

    /// The day of a paper of the end that has a limit of its own, which runs while the work goes on: written advice (Law 11/2017, Điều 32.2). Nil for
    /// all others.
    func lastDay(for paper: RequiredPaper, from date: LegalDate) -> LegalDate? {
        guard paper.stage == .end, let key = paper.due, key != .handover else { return nil }
        return deadlines(on: date)[key].lastDay(from: date, in: calendar)
    }

    /// Once the last paper of the request has come, the time for written advice begins anew (Law 11/2017, Điều 32.2: from the acceptance, or from the day on
    /// which all papers that were to be supplied are there). Returns whether that made a difference.
    func beginAnew(_ papers: inout [DossierPaper], of record: CaseRecord, with attachment: AttachmentID, on day: LegalDate) -> Bool {
        let ofRequest = papers.filter { $0.stage == .request }
        guard ofRequest.contains(where: { $0.attachment == attachment }), ofRequest.allSatisfy({ $0.attachment != nil }) else {
            return false
        }
        let (pack, deadlines) = (dossier(on: record.acceptedOn), deadlines(on: record.acceptedOn))
        var hasChanged = false
        for index in papers.indices where papers[index].attachment == nil && papers[index].stage == .end && papers[index].dueOn != nil {
            guard let own = pack[papers[index].kind]?.due else { continue }
            let key = papers[index].extended == nil ? own : own.extended ?? own
            // What was agreed with the client holds, unless the law itself gives longer now.
            let days = [deadlines[key].lastDay(from: day, in: calendar), papers[index].extended?.agreedUntil]
            papers[index].dueOn = days.compactMap(\.self).max()
            hasChanged = true
        }
        return hasChanged
    }

    /// Whether the law lets that paper take longer than its limit (Law 11/2017, Điều 32.2).
    func isExtendable(_ paper: DossierPaper, of record: CaseRecord) -> Bool {
        dossier(on: record.acceptedOn)[paper.kind]?.due?.extended != nil
    }

    /// The paper that is awaited and may take longer, with the day of its longer limit, which counts from where the shorter one did; nil where there is none.
    func extendable(_ papers: [DossierPaper], of record: CaseRecord) -> (paper: DossierPaper, day: LegalDate)? {
        let paper = papers.first { $0.attachment == nil && $0.dueOn != nil && isExtendable($0, of: record) }
        guard let paper, let key = dossier(on: record.acceptedOn)[paper.kind]?.due?.extended else { return nil }
        let ofRequest = papers.filter { $0.stage == .request }
        let last = ofRequest.allSatisfy { $0.attachment != nil } ? ofRequest.compactMap(\.attachedAt).max() : nil
        let start = max(record.acceptedOn, last.map { LegalDate($0) } ?? record.acceptedOn)
        return deadlines(on: record.acceptedOn)[key].lastDay(from: start, in: calendar).map { (paper, $0) }
    }
}
