import Models
import Rules
import ServiceKit

/// What somebody wants to stand in the register, as it was filled in.
struct RegisterCorrectionDraft: Sendable {
    /// What stands there.
    let request: RequestRecord
    private let changes: [RegisterField: String]
    private let requester: RequestDraft.Requester?
    /// Whether anything is said of who asked; then nobody means that the client did.
    private let tellsOfRequester: Bool
    private let categories: [Models.Category]?
    /// Which of them statistics count.
    private let countedAs: Models.Category?
    let reason: String

    /// Reads `{"name", "birth", "gender", "ethnicity", "identity_number", "phone", "email", "address", "requester", "categories", "counted_as", "form",
    /// "field", "summary", "reason"}`; what is left out stays. A `requester` is taken as a whole: another person's telephone is not the former one's; where
    /// it is null, the client asked. Throws 422.
    ///
    /// - Parameter request: what stands there: contacts that stay as they are, are not judged again.
    init(_ document: JSONValue, of request: RequestRecord, rules: RulePacks, today: LegalDate) throws {
        self.request = request
        let reader = FieldReader(document)
        let earliest = LegalDate(year: 1890, month: 1, day: 1) ?? today
        var changes: [RegisterField: String] = [:]
        changes[.name] = reader.optionalString("name", in: 1...200)
        changes[.birth] = reader.optionalDate("birth", in: earliest...today)?.description
        changes[.ethnicity] = reader.optionalString("ethnicity", in: 1...100)
        RequestDraft.checkEthnicGroup(changes[.ethnicity], reader, rules)
        changes[.identityNumber] = reader.optionalString("identity_number", in: 6...20)
        RequestDraft.checkIdentityNumber(changes[.identityNumber], reader)
        changes[.phone] = reader.optionalPhone("phone", kept: request.client.phone)
        changes[.email] = reader.optionalEmail("email", kept: request.client.email)
        changes[.address] = reader.optionalString("address", in: 1...500)
        tellsOfRequester = document["requester"] != nil
        requester = reader.optionalObject("requester") { RequestDraft.requester($0, kept: request.requester) }
        changes[.gender] = reader.optionalChoice("gender", Gender.self)?.rawValue
        changes[.form] = reader.optionalChoice("form", AidForm.self)?.rawValue
        changes[.field] = reader.optionalChoice("field", LegalField.self)?.rawValue
        let known = rules.knownCategories.map(\.rawValue)
        let listed = reader.choices("categories", among: known, in: 0...known.count).map(Category.init(rawValue:))
        categories = listed.isEmpty ? nil : listed
        countedAs = reader.optionalChoice("counted_as", among: known).map(Category.init(rawValue:))
        if let countedAs, let categories, !categories.contains(countedAs) {
            reader.fail(
                "counted_as", code: "not_of_these", vi: "Diện ghi vào thống kê phải là một trong các diện đã chọn.",
                en: "The category that is counted is one of those that were chosen.")
        }
        changes[.summary] = reader.optionalText("summary", in: 1...4_000)
        reason = reader.text("reason", in: 3...500)
        self.changes = changes
        try reader.finish()
    }

    /// What is to stand in place of `entry`, of a case that is counted as of one category.
    func corrected(_ entry: RegisterEntry, countedAs counted: Models.Category) -> RegisterEntry {
        var corrected = entry
        for (field, value) in changes(of: entry, countedAs: counted) { corrected.correct(field, to: value) }
        if tellsOfRequester { corrected.requester = requester }
        return corrected
    }

    /// What is to stand there. Categories have the one that is counted first; which that is stays, where nothing is said of it and it is still among them.
    private func changes(of entry: RegisterEntry, countedAs counted: Models.Category) -> [RegisterField: String] {
        guard categories != nil || countedAs != nil else { return changes }
        var all = categories.map { Set($0) == Set(entry.categories) ? entry.categories : $0 } ?? entry.categories
        let first = countedAs ?? counted
        if countedAs != nil || all.contains(first) { all = [first] + all.filter { $0 != first } }
        // Whatever stands first counts only where nothing speaks against it: an order that says the same is no correction.
        if Set(all) == Set(entry.categories), first == counted { return changes }
        return changes.merging([.categories: all.map(\.rawValue).joined(separator: " ")]) { $1 }
    }
}
