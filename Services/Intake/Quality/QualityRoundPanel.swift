import Models
import Pages
import Rules
import ServiceKit

/// One round on the page of a case's quality: the score sheets beside each other, how far they agree, the helper's word.
struct QualityRoundPanel: Part {
    let round: QualitySheet.Round
    let criteria: [QualityCriterion]
    let pack: QualityPack
    let address: String
    let mayReply: Bool
    let form: Form

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "title": t("quality_kind_\(round.round.kind.rawValue)")
        case "tag": tag
        case "waiting":
            round.round.isClosed
                ? nil
                : Notice(.info, text: t("quality_waiting", ["received": "\(round.received)", "reviewers": "\(round.round.reviewers)"]))
        case "table": round.reviews.isEmpty ? nil : table
        case "agreement": agreement
        case "reply": round.round.reply.map { Notice(.info, title: t("quality_reply_of", ["name": $0.by]), text: $0.text) }
        case "replying": mayReply && round.round.isClosed && round.round.reply == nil ? self : nil
        case "action": "\(address)/\(round.round.id.text)/reply"
        case "form_key": form.key
        case "fields": [form.within("reply").area("text", "quality_reply", maximum: 4_000, rows: 3)]
        default: nil
        }
    }

    private var tag: Tag? {
        guard let grade = round.round.grade, let total = round.round.total else { return nil }
        let title = pack.grade(named: grade)?.title.text(t.language.rawValue) ?? grade
        return Tag(t("quality_graded", ["grade": title, "total": t.formats.number(total)]), Self.tone(grade))
    }

    static func tone(_ grade: String) -> Tag.Tone {
        switch grade {
        case "good", "fair": .good
        case "pass": .attention
        default: .bad
        }
    }

    private var table: Table {
        let reviews = round.reviews
        func row(_ title: String, _ article: String?, _ value: (QualityReview) -> TableCell) -> [TableCell] {
            [.text(title, detail: article.map { Citation($0).text(t.language.rawValue) })] + reviews.map(value)
        }
        let lines = criteria.map { criterion in
            row("\(criterion.title.text(t.language.rawValue)) (\(criterion.points))", criterion.article) {
                $0.points[criterion.key].map { .number(t.formats.number($0)) } ?? .none
            }
        }
        let sums = [
            row(t("quality_total"), nil) { .number(t.formats.number($0.total)) },
            row(t("quality_grade"), nil) { review in
                .text(
                    pack.grade(named: review.grade)?.title.text(t.language.rawValue) ?? review.grade,
                    detail: review.breach ? t("quality_breach_yes") : nil)
            },
            row(t("quality_note"), nil) { $0.note.map { .text($0) } ?? .none },
        ]
        return Table(
            caption: t("quality_sheet"), isCaptionHidden: true,
            columns: [.init(t("quality_criterion"))] + reviews.map { .init($0.name) }, rows: lines + sums,
            empty: EmptyState(t("quality_none")))
    }

    /// Of the two reviewers of this round.
    private var agreement: String? {
        guard round.reviews.count == 2 else { return nil }
        let (one, other) = (round.reviews[0], round.reviews[1])
        let same = criteria.count { one.points[$0.key] == other.points[$0.key] }
        let difference = t.formats.number(abs(one.total - other.total))
        return t(
            one.grade == other.grade ? "quality_agree_same" : "quality_agree_other",
            ["same": "\(same)", "criteria": "\(criteria.count)", "difference": difference])
    }
}
