import Database
import Directory
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// Writes an accepted request into the register (Law 11/2017, Điều 30.4; circular 12/2018, Điều 5, 11.1): the case exists from then on. It is told
/// to the others only once it has been searched for conflicts; see ``AnnounceCases``.
struct OpenCase: Sendable {
    let clock: WallClock
    let rules: RulePacks
    let register: RegisterStore
    let timeline: TimelineStore
    let announcer: Doorbell

    func callAsFunction(
        _ request: AcceptedRequest, of organisation: Organisation, by actor: Actor, in transaction: Transaction
    ) async throws -> OpenedCase {
        guard let countedAs = request.eligibility.countedAs else {
            throw Problem.conflict(
                Bilingual(vi: "Người này không thuộc diện được trợ giúp pháp lý.", en: "The client is not eligible for legal aid."))
        }
        let now = clock.now
        let pack = rules.register(on: request.receivedOn)
        let series = pack.series(form: request.form, receivedOn: request.receivedOn)
        let id = CaseID(at: now)
        // The number comes last: its row stays locked until the commit, and everybody who registers in this series waits for it.
        let number = try await register.nextNumber(organisation: organisation.id, series: series, in: transaction)
        let code = pack.code(organisation: organisation.code, form: request.form, number: number, receivedOn: request.receivedOn)
        register.insert(
            NewCase(
                id: id, organisation: organisation, code: code, series: series, number: number, request: request, countedAs: countedAs,
                isAcceptedAtOnce: isAcceptedAtOnce(request), registeredAt: now),
            papers: papers(of: request, on: LegalDate(now)), in: transaction)
        try timeline.add(
            "case_registered", to: id, organisation.id, organisation.province, by: actor.name, ["code": code], at: now, in: transaction)
        var details = ["code": code]
        if request.acceptedOn != LegalDate(now) { details["accepted_on"] = request.acceptedOn.description }
        try transaction.audit(actor.entry("case.registered", "case", id.uuid, organisation.id, details: details), at: now)
        transaction.afterCommit { announcer.ring() }
        return OpenedCase(id: id, code: code)
    }

    private func isAcceptedAtOnce(_ request: AcceptedRequest) -> Bool {
        rules.deadlines(on: request.acceptedOn).isAcceptedAtOnce(
            channel: request.channel, ground: request.atOnceGround, deadline: request.deadline.map { LegalDate($0) },
            on: request.acceptedOn, in: rules.calendar)
    }

    /// The papers the dossier must hold, each with its due date where it may come later: counted from the entry in the register, which is the
    /// moment of acceptance (circular 12/2018, Điều 5.2, 6.2a). The client's word alone is no proof.
    private func papers(of request: AcceptedRequest, on today: LegalDate) -> [DuePaper] {
        let facts = DossierFacts(
            acceptedAtOnce: !request.eligibility.isDocumented, especiallyDifficult: request.especiallyDifficult,
            forceMajeure: request.forceMajeure)
        return rules.dossier(on: request.acceptedOn).required(form: request.form, facts: facts).map { paper in
            let later = paper.dueInWorkingDays.map { rules.calendar.adding(workingDays: $0, to: today) }
            return DuePaper(paper: paper, dueOn: later ?? rules.lastDay(for: paper, from: request.acceptedOn))
        }
    }
}

/// A paper of a dossier and when it is due.
struct DuePaper: Sendable {
    let paper: RequiredPaper
    let dueOn: LegalDate?

    /// Whether it is asked for while the case is under way, as ``DossierState`` has it.
    var isAskedFor: Bool { paper.stage != .end || dueOn != nil }
}
