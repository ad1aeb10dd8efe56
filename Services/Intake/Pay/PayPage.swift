import Foundation
import Models
import Pages
import Rules
import ServiceKit

/// What `intake-pay.mustache` shows: each helper's pay step by step, what was accepted of each entry, and the forms of both decisions.
struct PayPage: Part {
    let sheet: PaySheet
    let rules: RulePacks
    let today: LegalDate
    let mayChoose: Bool
    /// A helper, who chooses for themselves only.
    let chooser: HelperID?
    let mayAppraise: Bool
    let form: Form

    private var t: Sentences { form.sentences }
    private var record: CaseRecord { sheet.record }
    private var unconfirmed: [PayPack] { sheet.packs(rules, today: today).filter { !$0.confirmed } }
    private var pack: PayPack { rules.pay(on: record.endedOn ?? today) }

    func child(named name: String) -> Any? {
        switch name {
        case "code": record.code
        case "case_address": "/cases/\(record.id)"
        case "expenses_address": "/cases/\(record.id)/expenses"
        case "state": state
        case "unconfirmed":
            unconfirmed.isEmpty
                ? nil
                : Notice(
                    .info, title: t("rule_unconfirmed"),
                    text: unconfirmed.map { $0.note?.text(t.language.rawValue) ?? $0.source }.joined(separator: " "))
        case "helpers": helpers
        case "none": sheet.helpers.isEmpty ? EmptyState(t("pay_empty"), text: t("pay_empty_text")) : nil
        case "entries": entries
        case "errors": form.summary(terms + appraisal.flatMap(\.fields) + helperFields.flatMap(\.fields) + whole)
        case "choosing": mayChoose && !choosers.isEmpty ? PayForm(action: address("terms"), key: form.key, fields: terms) : nil
        case "appraising": mayAppraise && !sheet.helpers.isEmpty ? appraising : nil
        case "appraisals": sheet.appraisals.isEmpty ? nil : appraisals
        default: nil
        }
    }

    private func address(_ what: String) -> String { "/cases/\(record.id)/pay/\(what)" }

    private var state: Notice {
        if sheet.appraisals.isEmpty { return Notice(.warning, text: t("pay_not_appraised")) }
        if !sheet.unappraised.isEmpty { return Notice(.warning, text: t.count("pay_partly_appraised", sheet.unappraised.count)) }
        return Notice(.success, text: t("pay_appraised"))
    }

    /// Those of whom it may be said here and who have not chosen yet, whoever has the case now first.
    private var choosers: [CaseHelper] {
        guard pack.lumpSum(for: record.form) != nil else { return [] }
        let chosen = Set(sheet.helpers.filter { $0.chosen != nil }.map(\.helper.id))
        let open = sheet.everyone.filter { !chosen.contains($0.id) && (chooser == nil || chooser == $0.id) }
        return open.filter { $0.id == record.helper?.id } + open.filter { $0.id != record.helper?.id }
    }

    private var helpers: [HelperPayPanel] {
        zip(sheet.helpers, sheet.pay(rules, today: today)).map {
            HelperPayPanel(
                helper: $0, pay: $1, expenses: sheet.expenses(of: $0.helper.id), form: record.form, rules: rules, t: t)
        }
    }

    private var entries: Table {
        let paid = sheet.pay(rules, today: today).reduce(into: [UUID: Decimal]()) { $0.merge($1.paid) { $1 } }
        return Table(
            caption: t("pay_entries"), isCaptionHidden: true,
            columns: [
                .init(t("work_date")), .init(t("progress_kind")), .init(t("column_helper")), .init(t("pay_claimed"), isNumber: true),
                .init(t("pay_accepted"), isNumber: true), .init(t("pay_paid"), isNumber: true),
            ],
            rows: sheet.live.map { entry in
                let accepted = sheet.accepted[entry.id]
                return [
                    .moment(Moment(entry.date, t.formats)), .text(title(of: entry)), entry.helperName.map { .text($0) } ?? .none,
                    entry.halfDays.map { .number(t.formats.number($0)) } ?? .none,
                    accepted.map { .number(t.formats.number($0.halfDays), detail: $0.reason) } ?? .none,
                    paid[entry.id].map { .number(t.formats.number($0.double)) } ?? .none,
                ]
            }, empty: EmptyState(t("work_empty"), text: t("work_empty_text")))
    }

    private func title(of entry: ProgressRecord) -> String {
        rules.progressKinds(on: entry.date)[entry.kind]?.title.text(t.language.rawValue) ?? entry.kind
    }

    private var terms: [any FormPart] {
        guard let first = choosers.first else { return [] }
        let whose: [any FormPart] =
            choosers.count == 1 && first.id == record.helper?.id
            ? [] : [form.select("helper", "column_helper", prompt: nil, choosers.map { Choice($0.id.description, $0.name) })]
        return whose + [
            form.radios(
                "basis", "pay_basis", hint: "pay_basis_hint", PayBasis.allCases.map { Choice($0.rawValue, t("pay_basis_\($0.rawValue)")) }),
            form.date("chosen_on", "pay_chosen_on"),
        ]
    }

    private var appraising: AppraisalForm {
        AppraisalForm(
            action: address("appraisal"), key: form.key, version: record.version, entries: appraisal, helpers: helperFields, fields: whole)
    }

    /// The fields of each entry that claims time.
    private var appraisal: [AppraisalFields] {
        guard mayAppraise, pack.documents(for: record.form) == nil else { return [] }
        return sheet.live.filter { ($0.halfDays ?? 0) > 0 }.enumerated().map { index, entry in
            let name = "entries.\(index)"
            let known = sheet.accepted[entry.id]?.halfDays ?? entry.halfDays ?? 0
            let form = form.isBlank(name) ? form.filled(name, halfDays: known, reason: sheet.accepted[entry.id]?.reason, t) : form
            return AppraisalFields(
                legend:
                    "\(t.formats.date(entry.date)) – \(title(of: entry)) – \(t("pay_claims", ["halfdays": t.formats.number(entry.halfDays ?? 0)]))",
                kept: HiddenField("\(name).entry", entry.id.text),
                fields: [
                    form.text("\(name).half_days", "pay_accepted", width: .short),
                    form.text("\(name).reason", "pay_reason", isRequired: false, maximum: 500),
                ])
        }
    }

    /// What is fixed for each helper: the half-days of a lump sum, or the documents.
    private var helperFields: [AppraisalFields] {
        guard mayAppraise else { return [] }
        let paysDocuments = pack.documents(for: record.form) != nil
        return sheet.helpers.filter { paysDocuments || $0.chosen?.basis == .lumpSum }.enumerated().map { index, helper in
            let name = "helpers.\(index)"
            let fields: [any FormPart] =
                paysDocuments
                ? [
                    form.text("\(name).documents", "pay_documents", isRequired: false, kind: .number, width: .short),
                    form.text(
                        "\(name).document_rate", "pay_document_rate", hint: "pay_document_rate_hint", isRequired: false, width: .short),
                ]
                : [
                    form.text(
                        "\(name).lump_half_days", "pay_lump_half_days", hint: "pay_lump_half_days_hint", isRequired: false, width: .short)
                ]
            return AppraisalFields(
                legend: helper.helper.name, kept: HiddenField("\(name).helper", helper.helper.id.description), fields: fields)
        }
    }

    private var whole: [any FormPart] {
        guard mayAppraise else { return [] }
        let limit: [any FormPart] =
            pack.sessions(for: record.form)?.preparationArticle == nil
            ? []
            : [
                form.text(
                    "preparation_limit", "pay_preparation_limit", hint: "pay_preparation_limit_hint", isRequired: false, width: .short)
            ]
        return limit + lump + [form.area("note", "pay_note", isRequired: false, maximum: 2_000, rows: 2)]
    }

    /// Of the lump sum of the whole case, where somebody is paid one.
    private var lump: [any FormPart] {
        guard let span = pack.lumpSum(for: record.form), sheet.helpers.contains(where: { $0.chosen?.basis == .lumpSum }) else { return [] }
        let limit = form.text("lump_limit", "pay_lump_limit", hint: "pay_lump_limit_hint", isRequired: false, width: .short)
        guard !span.raised.isEmpty else { return [limit] }
        let language = t.language.rawValue
        return [
            limit,
            form.select(
                "lump_raise", "pay_lump_raise", isRequired: false, prompt: "pay_lump_raise_none",
                span.raised.map { Choice($0.key, "\($0.title.text(language)) (\(Citation($0.article).text(language)))") }),
        ]
    }

    private var appraisals: Table {
        Table(
            caption: t("pay_appraisals"), isCaptionHidden: true,
            columns: [
                .init(t("pay_appraised_at")), .init(t("pay_appraiser")), .init(t("pay_preparation_limit"), isNumber: true),
                .init(t("pay_note")),
            ],
            rows: sheet.appraisals.reversed().map { appraisal in
                [
                    .moment(Moment(appraisal.at, t.formats)), .text(appraisal.by),
                    appraisal.preparationLimit.map { .number(t.formats.number($0)) } ?? .none, appraisal.note.map { .text($0) } ?? .none,
                ]
            }, empty: EmptyState(t("pay_appraisals")))
    }
}

extension Form {
    fileprivate func isBlank(_ name: String) -> Bool { value("\(name).half_days").isEmpty && error(name) == nil }

    /// The same form with what is on record, where nothing was typed.
    fileprivate func filled(_ name: String, halfDays: Double, reason: String?, _ t: Sentences) -> Form {
        let parts = name.split(separator: ".").map(String.init)
        var members: [String: JSONValue] = ["half_days": .field(t.formats.number(halfDays))]
        members["reason"] = reason.map { .field($0) }
        let rows = (0...(Int(parts[1]) ?? 0)).map { $0 == Int(parts[1]) ? JSONValue.object(members) : .object([:]) }
        return Form(t, values: .object([parts[0]: .array(rows)]))
    }
}
