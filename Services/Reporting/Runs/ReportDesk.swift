import Database
import Directory
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// What people do with reports: start, see, open a cell, take away. Each within the caller's scope, and on record where data leaves.
struct ReportDesk: Sendable {
    let database: Database
    let rules: RulePacks
    let clock: WallClock
    /// Wakes the dispatcher.
    let doorbell: Doorbell
    let runs = RunStore()
    let turns = TurnStore()
    let access = ReportAccess()

    /// Enters a run; its jobs are sent after the commit. Throws 403 and 422 as ``ReportAccess``.
    func start(_ request: RunRequest, for identity: Identity, reference: String, in transaction: Transaction) async throws -> ReportRunID {
        let now = clock.now
        let subject = try await access.subject(request.subject, for: identity, in: transaction)
        let run = NewRun(
            id: ReportRunID(at: now), request: request, subject: subject, requestedBy: identity.subject, requestedByName: identity.name,
            requestedAt: now)
        let details = ["form": request.form.id, "period": request.period.id, "subject": subject.kind.rawValue]
        try transaction.audit(identity.entry("report.started", run.id, subject.organisation, details, reference: reference), at: now)
        // Last, since nobody writes facts from here to the commit.
        runs.insert(run, in: transaction)
        transaction.afterCommit { doorbell.ring() }
        return run.id
    }

    /// A part of the list of runs.
    func list(_ page: PageRequest, for identity: Identity) async throws -> [ReportFile] {
        try await database.transaction(identity.scope) { transaction in
            var files: [ReportFile] = []
            for run in try await runs.list(page, in: transaction) { files.append(try await file(run, in: transaction)) }
            return files
        }
    }

    /// One run with what it is about. Throws 404 where it is not theirs to see.
    func view(_ id: ReportRunID, for identity: Identity) async throws -> ReportFile {
        try await database.transaction(identity.scope) { try await find(id, in: $0) }
    }

    /// A run to be taken away; that is audited. Throws 404, and 409 where it is not done.
    func take(_ id: ReportRunID, as format: String, for identity: Identity, reference: String) async throws -> FinishedReport {
        try await database.transaction(identity.scope) { transaction in
            let file = try await find(id, in: transaction)
            let report = try FinishedReport(file)
            try transaction.audit(
                identity.entry("report.exported", id, file.run.subject.organisation, ["format": format], reference: reference),
                at: clock.now)
            return report
        }
    }

    /// The cases that a cell counts, as far as the caller may see them; audited. Throws 404 for a cell that the form has not, 409 as above.
    func cases(
        behind name: String, of id: ReportRunID, _ page: PageRequest, for identity: Identity, reference: String
    ) async throws -> (FinishedReport, ReportCell, [CountedCase]) {
        try await database.transaction(identity.scope) { transaction in
            let file = try await find(id, in: transaction)
            let report = try FinishedReport(file)
            guard let cell = ReportCell(name), report.form.has(cell) else { throw Problem.notFound() }
            let found = try await turns.cases(
                behind: cell, FactSlice(file.run, of: report.form, row: report.form.rows[cell.row - 1]), of: report.form, page,
                in: transaction)
            try transaction.audit(
                identity.entry("report.cases_viewed", id, file.run.subject.organisation, ["cell": name], reference: reference),
                at: clock.now)
            return (report, cell, found)
        }
    }

    /// One run within the scope of `transaction`. Throws 404.
    func find(_ id: ReportRunID, in transaction: Transaction) async throws -> ReportFile {
        guard let run = try await runs.find(id, in: transaction) else { throw Problem.notFound() }
        return try await file(run, in: transaction)
    }

    private func file(_ run: ReportRun, in transaction: Transaction) async throws -> ReportFile {
        var organisation: String?
        if let id = run.subject.organisation { organisation = try await access.directory.organisation(id, in: transaction)?.title }
        return ReportFile(
            run: run, form: run.statisticalForm(rules), period: rules.period(run.period), organisation: organisation,
            province: run.subject.province.flatMap { rules.provinces[$0] }, today: clock.today)
    }
}

extension Identity {
    /// A line for the audit trail.
    fileprivate func entry(
        _ action: String, _ run: ReportRunID, _ organisation: OrganisationID?, _ details: [String: String], reference: String
    ) -> AuditEntry {
        AuditEntry(
            actor: subject, actorName: name, role: role, action: action, subjectKind: "report_run", subject: run.uuid,
            organisation: organisation, details: details, reference: reference)
    }
}
