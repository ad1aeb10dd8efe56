import Models
import Rules
import ServiceKit

/// What somebody wants to stand in the register, as it was filled in.
struct RegisterCorrectionDraft: Sendable {
    let changes: [RegisterField: String]
    let reason: String

    /// Reads `{"name", "birth", "ethnicity", "identity_number", "phone", "address", "summary", "reason"}`; what is left out stays. Throws 422.
    init(_ document: JSONValue, rules: RulePacks, today: LegalDate) throws {
        let reader = FieldReader(document)
        let earliest = LegalDate(year: 1890, month: 1, day: 1) ?? today
        var changes: [RegisterField: String] = [:]
        changes[.name] = reader.optionalString("name", in: 1...200)
        changes[.birth] = reader.optionalDate("birth", in: earliest...today)?.description
        changes[.ethnicity] = reader.optionalString("ethnicity", in: 1...100)
        if let ethnicity = changes[.ethnicity], rules.ethnicGroups.named(ethnicity) == nil {
            reader.fail(
                "ethnicity", code: "unknown_ethnic_group", vi: "Không có dân tộc “\(ethnicity)” trong danh mục.",
                en: "No ethnic group “\(ethnicity)” stands in the list.")
        }
        changes[.identityNumber] = reader.optionalString("identity_number", in: 6...20)
        if let number = changes[.identityNumber], number.wholeMatch(of: /[0-9A-Za-z]{6,20}/) == nil {
            reader.fail(
                "identity_number", code: "bad_identity_number", vi: "Số định danh chỉ gồm chữ số và chữ cái.",
                en: "An identity number has digits and letters only.")
        }
        changes[.phone] = reader.optionalString("phone", in: 6...20)
        if let phone = changes[.phone], phone.wholeMatch(of: /\+?[0-9][0-9 .\-]{4,18}[0-9]/) == nil {
            reader.fail(
                "phone", code: "bad_phone", vi: "Số điện thoại chỉ gồm chữ số, có thể có dấu + ở đầu.",
                en: "A telephone number has digits, and may begin with +.")
        }
        changes[.address] = reader.optionalString("address", in: 1...500)
        changes[.summary] = reader.optionalText("summary", in: 1...4_000)
        reason = reader.text("reason", in: 3...500)
        self.changes = changes
        try reader.finish()
    }
}
