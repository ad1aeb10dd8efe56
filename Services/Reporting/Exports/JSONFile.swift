import Foundation
import Models
import Rules

/// A report as JSON: every cell, zeros too.
struct JSONFile: Encodable {
    let form: String
    let period: String
    let subject: String
    let organisation: OrganisationID?
    let province: String?
    let wholePeriod: Bool
    let counted: RunView.Span
    let asOf: Date
    let cells: [String: Int]
    let notes: [String]

    init(_ report: FinishedReport, language: String) {
        let run = report.run
        form = run.form
        period = run.period
        subject = report.file.subject.text(language)
        organisation = run.subject.organisation
        province = run.subject.province
        wholePeriod = run.wholePeriod
        counted = RunView.Span(from: run.countedFrom, to: run.countedTo)
        asOf = run.asOf
        cells = report.figures.named(all: report.form)
        notes = report.notes.map { $0.text(language) }
    }
}
