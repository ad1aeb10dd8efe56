import Models
import Pages
import Rules
import ServiceKit

/// Quotas as pages say them.
struct QuotaWords: Sendable {
    let t: Sentences
    let year: QuotaYear
    let pack: QuotaPack

    /// Which year, and that its figures are not confirmed.
    var title: String { t("quota_title", ["year": String(year.number)]) }

    var hint: String {
        let span = ["from": t.formats.date(year.from), "to": t.formats.date(year.to)]
        return t("quota_rule", span) + (pack.confirmed ? "" : " " + t("quota_unconfirmed"))
    }

    /// How far one officer is on the way to “đạt”.
    func progress(_ line: QuotaLine, label: String) -> ProgressBar? {
        line.band.map { band in
            let values = ["done": t.formats.number(line.officer.completed), "pass": t.formats.number(band.pass)]
            return ProgressBar(label, done: line.officer.completed, of: band.pass, words: t("quota_words", values))
        }
    }

    func tag(_ line: QuotaLine) -> Tag {
        if let grade = line.grade { return Tag(t(grade), .good) }
        switch line.standing {
        case .behind: return Tag(t("quota_behind"), .bad)
        case .exempt: return Tag(t("quota_exempt"), .quiet)
        case .met, .onTrack: return Tag(t("quota_on_track"), .info)
        }
    }

    /// The three marks of a band.
    func marks(_ band: QuotaPack.Band) -> String { [band.pass, band.fair, band.good].map(t.formats.number).joined(separator: " / ") }
}
