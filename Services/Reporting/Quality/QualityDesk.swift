import Database
import Directory
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// The figures of quality for whoever may report on a subject (circular 12/2018, Điều 11a, 14–17): of one instant, as the other figures are. A look
/// is on record, and so is what is taken away: the figures name helpers.
struct QualityDesk: Sendable {
    let house: House
    let quality: QualityStore
    let access = ReportAccess()

    /// Throws 403 and 422 as ``ReportAccess``, and 422 for an instant that is still to come.
    ///
    /// - Parameter format: what it is taken away as; nil where it is looked at.
    func figures(_ request: QualityRequest, as format: String? = nil, for identity: Identity, reference: String) async throws
        -> (subject: ReportSubject, figures: QualityFigures)
    {
        // The lock is let go of before anything is counted.
        let now = try await house.database.transaction(identity.scope) { try await quality.instant(in: $0) }
        if let asOf = request.asOf, asOf > now {
            throw Problem.validation([
                FieldError(
                    "/as_of", code: "not_yet",
                    message: Bilingual(vi: "Thời điểm này chưa đến.", en: "That instant is still to come."))
            ])
        }
        return try await house.database.transaction(identity.scope) { transaction in
            let subject = try await access.subject(request.subject, for: identity, in: transaction)
            let slice = QualitySlice(subject, request.counted, asOf: request.asOf ?? now)
            var figures = QualityFigures(asOf: slice.asOf)
            for rounds in try await quality.rounds(slice, in: transaction) { figures.add(rounds) }
            for cases in try await quality.success(slice, in: transaction) { figures.add(cases) }
            for (criterion, cases) in try await quality.criteria(slice, in: transaction) { figures.add(cases, meeting: criterion) }
            for id in figures.organisations.keys {
                figures.titles[id] = try await access.directory.organisation(id, in: transaction)?.title
            }
            figures.names = try await quality.names(of: figures.helpers.keys.map(\.helper), in: transaction)
            try transaction.audit(
                AuditEntry(
                    actor: identity.subject, actorName: identity.name, role: identity.role,
                    action: format == nil ? "quality-figures.viewed" : "quality-figures.exported", subjectKind: "quality-figures",
                    subject: nil, organisation: subject.organisation,
                    details: ["period": request.period.id, "subject": subject.kind.rawValue].merging(format.map { ["format": $0] } ?? [:]) {
                        $1
                    },
                    reference: reference), at: house.clock.now)
            return (subject, figures)
        }
    }
}
