import Foundation
import Models
import Rules
import ServiceKit

/// What somebody wants to stand in a request, as it was filled in.
struct RequestCorrectionDraft: Sendable {
    let entry: RequestEntry
    let reason: String

    /// Reads `client`, `requester`, `categories`, `papers`, `hardship`, `form`, `field`, `role_in_proceedings` and `summary` in the shape of
    /// `POST /api/v1/requests`, with `reason`; what is left out stays as `record` has it, of `requester` all or nothing: another person's telephone is
    /// not the former one's. Throws 422 with every field that is wrong.
    init(_ document: JSONValue, of record: RequestRecord, by reader: Identity, rules: RulePacks, today: LegalDate) throws {
        var entry = RequestEntry(record)
        let (kept, asking) = (entry.client, entry.requester)
        let fields = FieldReader(entry.document(for: reader).taking("requester", wholeFrom: document).overlaid(with: document))
        entry.client = fields.object("client") { RequestDraft.client($0, today: today, rules: rules, kept: kept) }
        entry.client.identityNumber = entry.client.identityNumber ?? kept.identityNumber
        entry.requester = fields.optionalObject("requester") { RequestDraft.requester($0, kept: asking) }
        let known = rules.knownCategories.map(\.rawValue)
        let categories = fields.choices("categories", among: known, in: 1...known.count).map(Models.Category.init(rawValue:))
        // The one that statistics count stands first; another order of a list of boxes says nothing.
        if Set(categories) != Set(entry.categories) { entry.categories = categories }
        entry.papers = fields.choices("papers", among: rules.eligibility(on: today).papers.map(\.kind))
        entry.hardship = fields.optionalChoice("hardship")
        entry.form = fields.choice("form")
        entry.field = fields.choice("field")
        entry.role = fields.optionalChoice("role_in_proceedings")
        entry.summary = fields.text("summary", in: 1...4_000)
        reason = fields.text("reason", in: 3...500)
        self.entry = entry
        try fields.finish()
    }
}

extension JSONValue {
    /// With the member that `other` has in place of its own, whatever that leaves out.
    fileprivate func taking(_ member: String, wholeFrom other: JSONValue) -> JSONValue {
        guard let taken = other[member], case .object(var members) = self else { return self }
        members[member] = taken
        return .object(members)
    }

    /// With what `other` says in place of what stands here; what it leaves out or leaves empty stays.
    func overlaid(with other: JSONValue) -> JSONValue {
        switch (self, other) {
        case (_, .null), (_, .field("")): self
        case (.object(let mine), .object(let theirs)): .object(mine.merging(theirs) { $0.overlaid(with: $1) })
        default: other
        }
    }
}
