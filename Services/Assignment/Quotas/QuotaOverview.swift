import Models
import Pages
import Rules
import ServiceKit

/// What the home page says of quotas.
struct QuotaOverview: Sendable {
    /// Lines of the table; the rest is behind its link.
    private static let lines = 6

    let words: QuotaWords

    private var t: Sentences { words.t }

    /// - Parameter line: nil for helpers who are no legal aid officers.
    func own(_ line: QuotaLine?) -> Overview {
        guard let line else { return Overview(words.title, hint: t("quota_officers_only")) }
        guard let progress = words.progress(line, label: t("quota_litigation")) else {
            return Overview(words.title, hint: t("quota_exempt_text"))
        }
        return Overview(words.title, progress: [progress], more: Link(t("quota_cases"), to: "/quotas"), hint: words.hint)
    }

    func centre(_ lines: [QuotaLine]) -> Overview {
        let counts = Dictionary(lines.map { ($0.standing, 1) }, uniquingKeysWith: +)
        let behind = lines.filter { $0.standing == .behind }.sorted { $0.missing > $1.missing }
        let figures = [QuotaLine.Standing.behind, .onTrack, .met].map { standing in
            let count = counts[standing] ?? 0
            let tone: Tag.Tone = standing == .met ? .good : standing == .onTrack ? .info : count == 0 ? .good : .bad
            return Figure(
                t.formats.number(count), t("quota_\(standing.rawValue)"), href: "/quotas?standing=\(standing.rawValue)", tone: tone)
        }
        return Overview(
            words.title, figures: figures, progress: behind.prefix(Self.lines).compactMap { words.progress($0, label: $0.officer.name) },
            more: Link(t("quota_all"), to: "/quotas"), hint: words.hint)
    }
}
