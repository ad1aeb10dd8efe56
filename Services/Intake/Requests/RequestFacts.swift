import Models
import Pages
import Rules
import ServiceKit

/// A request's facts as a list of names and values.
struct RequestFacts {
    let summary: SummaryList

    /// - Parameter reader: who sees identity numbers whole or masked.
    init(_ file: RequestFile, _ rules: RulePacks, on today: LegalDate, for reader: Identity, _ t: Sentences) {
        let record = file.record
        let client = record.client
        let language = t.language.rawValue
        let papers = record.eligibility.categories.flatMap { decision in
            (decision.owed ?? decision.missing).map { missing in
                TableCell.text(
                    missing.anyOf.map { $0.title.text(language) }.joined(separator: " / "), detail: decision.title.text(language))
            }
        }
        var entries: [SummaryList.Entry] = []
        if let requester = record.requester { entries.append(.init(t("request_requester_name"), requester.cell)) }
        entries += [
            .init(t("request_name"), client.name), .init(t("request_birth"), client.birth.map { .moment(Moment($0, t.formats)) } ?? .none),
            .init(t("request_gender"), t.label(client.gender)), .init(t("request_ethnicity"), client.ethnicity),
            .init(t("request_identity"), reader.sees(identityNumber: client.identityNumber)),
            .init(t("request_phone"), client.phone), .init(t("request_email"), client.email), .init(t("request_address"), client.address),
            .init(t("request_residence"), Self.residence(of: client, rules, t)),
            .init(t("column_received"), .moment(Moment(record.receivedAt, t.formats), detail: t.label(record.channel))),
            .init(
                t("request_categories"),
                record.eligibility.categories.map {
                    TableCell.text($0.title.text(t.language.rawValue), detail: Citation($0.article).text(t.language.rawValue))
                }),
        ]
        if !papers.isEmpty { entries.append(.init(t("request_papers_missing"), papers)) }
        entries.append(.init(t("request_pack"), record.eligibility.rules(t)))
        if !file.former.isEmpty { entries.append(FormerDecisionList(former: file.former, rules: rules, today: today, t: t).entry) }
        entries += Self.atOnce(record, rules, t)
        if let territory = record.territory {
            entries.append(.init(t("request_territory"), rules.territoryGrounds(on: today)[territory]?.words(t) ?? territory))
        }
        entries += [
            .init(t("column_form"), t.label(record.form)), .init(t("column_field"), t.label(record.field)),
            .init(t("request_summary"), record.summary),
        ]
        if let role = record.role { entries.append(.init(t("request_role"), t.label(role))) }
        if let deadline = record.deadline { entries.append(.init(t("request_deadline"), .moment(Moment(deadline, t.formats)))) }
        if let held = record.held { entries.append(.init(t("request_held"), .moment(Moment(held, t.formats)))) }
        if let notice = record.notice {
            let detail = [notice.number, notice.givenAt.map(t.formats.dateTime)].compactMap(\.self).joined(separator: " – ")
            entries.append(.init(t("request_notice_body"), .text(notice.body, detail: detail)))
        }
        if let reason = record.distinctReason { entries.append(.init(t("request_distinct_reason"), reason)) }
        summary = SummaryList(entries)
    }

    private static func residence(of client: RequestDraft.Client, _ rules: RulePacks, _ t: Sentences) -> TableCell {
        guard let residence = client.residence else { return .none }
        let place = [residence.commune, residence.province.map { rules.provinces[$0]?.name.text(t.language.rawValue) ?? $0 }]
            .compactMap(\.self).joined(separator: ", ")
        let detail = residence.especiallyDifficult == true ? t("request_is_difficult") : nil
        return place.isEmpty && detail == nil ? .none : .text(place, detail: detail)
    }

    /// Why it was accepted before its proofs were there; nothing where they were.
    private static func atOnce(_ record: RequestRecord, _ rules: RulePacks, _ t: Sentences) -> [SummaryList.Entry] {
        guard let ground = record.atOnceGround else { return [] }
        let entry = rules.atOnceGrounds(on: LegalDate(record.receivedAt))[ground]
        let language = t.language.rawValue
        let words = TableCell.text(
            entry?.title.text(language) ?? ground,
            detail: [entry.map { Citation($0.article).text(language) }, record.forceMajeure ? t("request_force_majeure") : nil]
                .compactMap(\.self).joined(separator: "; "))
        return [.init(t("request_at_once"), words)]
    }
}

extension RequestDraft.Requester {
    var cell: TableCell { .text(name, detail: details) }

    /// What they are to the client, and how to reach them.
    var details: String { [relation, phone, email].compactMap(\.self).joined(separator: "; ") }
}

extension EligibilityDecision {
    /// Which rules decided: those that hold from the day that their version names.
    fileprivate func rules(_ t: Sentences) -> String {
        packVersion.split(separator: "@").last.flatMap { LegalDate($0) }.map { t("request_rules_from", ["date": t.formats.date($0)]) }
            ?? packVersion
    }
}
