import Foundation
import Models
import Rules
import ServiceKit

/// An expense as it was filled in.
struct ExpenseDraft: Sendable {
    static let largest = 1_000_000_000

    let kind: String
    let date: LegalDate
    let dong: Int
    let purpose: String
    let attachment: AttachmentID
    /// Whose it is, where that is not the helper whom the case has now.
    let helper: HelperID?

    /// Reads `{kind, date, dong, purpose, attachment, helper}`. Throws 422 with every field that is wrong.
    init(_ document: JSONValue, of record: CaseRecord, papers: [StoredPaper], rules: RulePacks, today: LegalDate) throws {
        let reader = FieldReader(document)
        self.init(reader, of: record, papers: papers, rules: rules, today: today)
        try reader.finish()
    }

    /// The same of a reader that has more to read; nothing may be done with it before that one has finished.
    init(_ reader: FieldReader, of record: CaseRecord, papers: [StoredPaper], rules: RulePacks, today: LegalDate) {
        kind = reader.choice("kind", among: rules.expenseKinds(on: today).kinds(for: record.form, field: record.field).map(\.key))
        // Whom a notice names is verified before there is a case (circular 59/2020, Điều 3.4b).
        date = reader.date("date", in: min(record.acceptedOn, today).adding(days: -366)...today)
        dong = reader.int("dong", in: 1...Self.largest)
        purpose = reader.text("purpose", in: 1...500)
        attachment = reader.id("attachment", AttachmentID.self)
        helper = reader.optionalID("helper", HelperID.self)
        if reader.isSound("attachment"), !papers.contains(where: { $0.attachment == attachment }) {
            reader.fail(
                "attachment", code: "no_paper_of_this_case", vi: "Hồ sơ vụ việc không có giấy tờ này; hãy tải chứng từ lên hồ sơ trước.",
                en: "The dossier has no such paper; send the paper that proves it there first.")
        }
    }
}

/// What whoever approves decides of an expense.
struct ExpenseRuling: Sendable {
    /// What is paid of it; 0: refused.
    let dong: Int
    let reason: String?

    /// Reads `{decision, dong, reason}`: `dong` only where less than the whole is approved. Throws 422 with every field that is wrong: without a
    /// reason nothing is refused or paid in part.
    init(_ document: JSONValue, of expense: Expense) throws {
        let reader = FieldReader(document)
        let isApproved = reader.choice("decision", among: ["approved", "refused"]) == "approved"
        let part = reader.optionalInt("dong", in: 1...expense.dong)
        reason = reader.optionalText("reason", in: 1...500)
        if reader.isSound("decision"), !isApproved, part != nil {
            reader.fail("dong", code: "nothing_is_paid", vi: "Bỏ trống khi từ chối.", en: "Leave this empty where it is refused.")
        }
        dong = isApproved ? part ?? expense.dong : 0
        if reader.isSound("decision"), reader.isSound("dong"), reader.isSound("reason"), dong < expense.dong, reason == nil {
            reader.fail("reason", .required)
        }
        try reader.finish()
    }
}
