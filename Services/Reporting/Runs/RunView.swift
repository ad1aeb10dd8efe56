import Foundation
import Models
import Rules
import ServiceKit

/// A run, as the API shows it.
struct RunView: Encodable {
    /// The days that were counted.
    struct Span: Encodable {
        let from: LegalDate
        let to: LegalDate
    }

    struct Progress: Encodable {
        let jobs: Int?
        let done: Int
    }

    let id: ReportRunID
    let form: String
    let title: String
    let period: String
    let periodTitle: String
    let organisation: OrganisationID?
    let province: String?
    let all: Bool
    let subject: String
    let status: String
    let wholePeriod: Bool
    let counted: Span
    let asOf: Date
    let progress: Progress
    let requestedBy: String
    let requestedAt: Date
    let finishedAt: Date?
    let error: String?
    /// Every cell with its figure; nil until it is done, and in lists.
    let cells: [String: Int]?
    let confirmed: Bool?
    let notes: [String]?

    /// - Parameter isWhole: with the figures and notes.
    init(_ file: ReportFile, _ language: Language, isWhole: Bool) {
        let run = file.run
        id = run.id
        form = run.form
        title = file.formTitle.text(language.rawValue)
        period = run.period
        periodTitle = file.periodTitle.text(language.rawValue)
        organisation = run.subject.organisation
        province = run.subject.organisation == nil ? run.subject.province : nil
        all = run.subject == .country
        subject = file.subject.text(language.rawValue)
        status = run.status.rawValue
        wholePeriod = run.wholePeriod
        counted = Span(from: run.countedFrom, to: run.countedTo)
        asOf = run.asOf
        progress = Progress(jobs: run.jobs, done: run.jobsDone)
        requestedBy = run.requestedBy
        requestedAt = run.requestedAt
        finishedAt = run.finishedAt
        error = run.error
        let finished = isWhole ? try? FinishedReport(file) : nil
        cells = finished.map { $0.figures.named(all: $0.form) }
        confirmed = finished.map { $0.form.confirmed && $0.period.head.confirmed }
        notes = finished?.notes.map { $0.text(language.rawValue) }
    }
}
