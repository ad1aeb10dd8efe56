import Foundation
import Models
import Pages
import Rules
import ServiceKit

/// The fields of an expense, the same where it is entered and where it is corrected.
struct ExpenseFields {
    let form: Form
    let record: CaseRecord
    let papers: [StoredPaper]
    /// Those whose it may be, where there is a choice.
    let helpers: [CaseHelper]
    let rules: RulePacks
    let today: LegalDate

    private var t: Sentences { form.sentences }

    var parts: [any FormPart] {
        let language = t.language.rawValue
        let kinds = rules.expenseKinds(on: today).kinds(for: record.form, field: record.field)
        return [
            form.select(
                "kind", "expense_kind", kinds.map { Choice($0.key, "\($0.title.text(language)) (\($0.proof.text(language)))") }),
            form.date("date", "expense_date"),
            form.text("dong", "expense_dong", hint: "expense_dong_hint", width: .short, maximum: 16),
            form.area("purpose", "expense_purpose", maximum: 500, rows: 2),
            form.select("attachment", "expense_paper", hint: "expense_paper_hint", papers.map(choice)),
        ] + whose
    }

    private var whose: [any FormPart] {
        guard helpers.count > 1 else { return [] }
        return [form.select("helper", "column_helper", helpers.map { Choice($0.id.description, $0.name) })]
    }

    private func choice(_ paper: StoredPaper) -> Choice {
        let title = rules.dossier(on: today).title(ofKind: paper.kind, proofs: rules.eligibility(on: today).papers)
        return Choice(
            paper.attachment.description, "\(title?.text(t.language.rawValue) ?? paper.kind) – \(t.formats.dateTime(paper.at))")
    }
}

extension Expense {
    /// As the form has it.
    func asForm(_ t: Sentences) -> JSONValue {
        .object([
            "kind": .field(kind), "date": .field(date.description), "dong": .field(t.formats.number(dong)), "purpose": .field(purpose),
            "attachment": .field(attachment.description),
        ])
    }
}

extension JSONValue {
    /// A posted form whose amount is written as people write money here: `1.250.000`, `1 250 000 đ`.
    var readingDong: JSONValue {
        guard case .object(var members) = self, let typed = members["dong"]?.text else { return self }
        let plain = typed.lowercased().replacing(/(?:đồng|vnđ|vnd|đ)\s*$/, with: "").filter { !$0.isWhitespace }
        // Points and commas only where they part thousands: `1.5` stays what it is, and is refused.
        let isGrouped = plain.wholeMatch(of: /[0-9]{1,3}(?:[.,][0-9]{3})+/) != nil
        members["dong"] = .field(isGrouped ? plain.filter(\.isNumber) : plain)
        return .object(members)
    }
}
