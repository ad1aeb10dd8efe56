import Foundation
import Models
import ServiceKit
import SheetImports

/// What a row says, in the terms of a single helper's form. What cannot be understood is an error of its column.
struct HelperReading: Sendable {
    let line: SheetLine<HelperColumn>
    private(set) var place: Organisation?
    private(set) var errors: [FieldError]
    private var kind: HelperKind?
    private var appointedOn: LegalDate?

    init(_ line: SheetLine<HelperColumn>, _ places: NamedPlaces<Organisation>, own: OrganisationID?, kinds: HelperKindWords) {
        self.line = line
        errors = CellFault.all(of: line)
        findPlace(places, own)
        findKind(kinds)
        findDay()
    }

    /// The draft, as the form of a single helper reads it, or all that is wrong.
    func draft(today: LegalDate) -> Result<HelperDraft, HelperFaults> {
        let reader = FieldReader(posted)
        _ = reader.id("organisation", OrganisationID.self)
        let draft = HelperDraft(reader, today: today)
        // Of a column that was not understood, it was said why.
        let said = Set(errors.map(\.pointer))
        let all = errors + reader.errors.filter { !said.contains($0.pointer) }
        return all.isEmpty ? .success(draft) : .failure(HelperFaults(errors: all))
    }

    /// As the form would have posted it.
    private var posted: JSONValue {
        func text(_ value: String?) -> JSONValue { value.map { .field($0) } ?? .null }
        return .object([
            "organisation": text(place?.id.description), "kind": text(kind?.rawValue), "name": text(line[.name]),
            "email": text(line[.email]), "phone": text(line[.phone].map(Self.phone)), "card_number": text(line[.cardNumber]),
            "appointed_on": text(appointedOn?.description),
        ])
    }

    private mutating func findPlace(_ places: NamedPlaces<Organisation>, _ own: OrganisationID?) {
        guard let text = line[.organisation] else {
            place = places[own]
            return
        }
        place = places[named: text]
        if place == nil { errors.append(HelperColumn.organisation.unknownPlace(text)) }
    }

    private mutating func findKind(_ kinds: HelperKindWords) {
        guard let text = line[.kind] else { return }
        kind = kinds.kind(text)
        guard kind == nil else { return }
        errors.append(
            HelperColumn.kind.error(
                "unknown_kind",
                vi:
                    "Không có loại “\(text)”. Hãy ghi một trong các loại: trợ giúp viên pháp lý, luật sư, tư vấn viên pháp luật, cộng tác viên.",
                en: "There is no kind “\(text)”. Write one of: legal aid officer, lawyer, legal adviser, collaborator."))
    }

    private mutating func findDay() {
        guard let text = line[.appointedOn] else { return }
        appointedOn = SheetDates.day(text)
        guard appointedOn == nil else { return }
        errors.append(
            HelperColumn.appointedOn.error(
                "not_a_date", vi: "“\(text)” không phải là ngày. Hãy ghi dạng ngày/tháng/năm, ví dụ 31/01/2019.",
                en: "“\(text)” is no day. Write day/month/year, as 31/01/2019."))
    }

    /// With the first zero that spreadsheets take from what looks like a number: mobile numbers have nine digits behind it, others ten.
    private static func phone(_ text: String) -> String {
        let isMobile = text.wholeMatch(of: /[35789][0-9]{8}/) != nil
        return isMobile || text.wholeMatch(of: /2[0-9]{9}/) != nil ? "0" + text : text
    }
}

/// Why a row is no helper.
struct HelperFaults: Error {
    let errors: [FieldError]
}
