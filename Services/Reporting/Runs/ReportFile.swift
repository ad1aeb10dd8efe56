import Models
import Rules
import ServiceKit

/// A run with what the rule packs and the directory say of it.
struct ReportFile: Sendable {
    let run: ReportRun
    /// Nil where the rule packs know it no longer.
    let form: StatisticalForm?
    let period: ReportPeriod?
    /// The title of the organisation it is about.
    let organisation: String?
    let province: Province?
    let today: LegalDate

    /// Whom the report is about.
    var subject: LocalizedText {
        switch run.subject {
        case .organisation(let id, _):
            let title = organisation ?? id.description
            return LocalizedText(vi: title, en: title)
        case .province(let code): return province?.name ?? LocalizedText(vi: code, en: code)
        case .country: return LocalizedText(vi: "Toàn quốc", en: "The whole country")
        }
    }

    var formTitle: LocalizedText { form?.title ?? LocalizedText(vi: run.form, en: run.form) }
    var periodTitle: LocalizedText { period?.title ?? LocalizedText(vi: run.period, en: run.period) }
}

/// A run that is done, whole.
struct FinishedReport: Sendable {
    let file: ReportFile
    let form: StatisticalForm
    let period: ReportPeriod
    let figures: Figures

    /// Throws 409 where the run is not done.
    init(_ file: ReportFile) throws {
        guard let figures = file.run.figures, let form = file.form, let period = file.period else {
            throw Problem.conflict(
                file.run.status == .failed
                    ? Bilingual(vi: "Báo cáo này không lập được; hãy lập lại.", en: "This run has failed; start another one.")
                    : Bilingual(vi: "Báo cáo chưa lập xong.", en: "The report is not done yet."))
        }
        self.file = file
        self.form = form
        self.period = period
        self.figures = figures
    }

    var run: ReportRun { file.run }

    /// What a reader must know: how it was counted, and what of that is not confirmed.
    var notes: [LocalizedText] {
        var notes = form.notes
        if run.wholePeriod, period.to != period.realTo {
            let article = Citation("circular 03/2019, Điều 6.3c").localized
            notes.append(
                LocalizedText(
                    vi: "Số liệu tính đến hết kỳ, chỉ để theo dõi nội bộ; báo cáo gửi đi chỉ gồm số liệu thực tế (\(article.vi)).",
                    en: "Counted to the end of the period, for internal use: reports hold real figures only (\(article.en))."))
        }
        if run.countedTo >= LegalDate(run.asOf) {
            notes.append(
                LocalizedText(
                    vi: "Khoảng thời gian lấy số liệu chưa kết thúc khi lập báo cáo.",
                    en: "The days counted were not over when this was made."))
        }
        if withoutPerformer > 0 {
            notes.append(
                LocalizedText(
                    vi: "\(withoutPerformer) vụ việc kết thúc mà không có người thực hiện được phân công.",
                    en: "Finished cases without any helper assigned: \(withoutPerformer)."))
        }
        if !form.confirmed, let note = form.head.note { notes.append(note) }
        if !period.head.confirmed, let note = period.head.note { notes.append(note) }
        return notes
    }

    /// Finished cases that stand in no performer's column.
    private var withoutPerformer: Int {
        let finished = form.columns.filter { $0.counts == .finished }.map { figures[ReportCell(row: 1, column: $0.index)] }.reduce(0, +)
        let performed = form.columns.filter { if case .finishedBy = $0.counts { true } else { false } }
            .map { figures[ReportCell(row: 1, column: $0.index)] }.reduce(0, +)
        return finished - performed
    }
}
