import Foundation
import Models
import Rules
import ServiceKit

/// An appraisal as it was filled in: what differs from what was entered; the rest is accepted as it stands.
struct NewAppraisal: Sendable {
    let entries: [AppraisedEntry]
    let helpers: [AppraisedHelper]
    let preparationLimit: Double?
    let lumpLimit: Double?
    let lumpRaise: String?
    let note: String?

    /// Reads `{entries: [{entry, half_days, reason}], helpers: [{helper, lump_half_days, documents, document_rate}], preparation_limit, lump_limit, lump_raise,
    /// note}`.
    /// Throws 422 with every field that is wrong; an entry that holds no longer is one.
    init(_ document: JSONValue, of sheet: PaySheet, pack: PayPack) throws {
        let reader = FieldReader(document)
        let claims = Dictionary(uniqueKeysWithValues: sheet.live.map { ($0.id, $0) })
        let named = reader.array("entries", in: 0...1_000) { Self.entry($0, claims) }.compactMap(\.self)
        let documents = pack.documents(for: sheet.record.form)
        helpers = reader.array("helpers", in: 0...100) { Self.helper($0, sheet, documents) }.compactMap(\.self)
        preparationLimit = reader.optionalDecimal("preparation_limit", in: 0...60).map(\.double)
        lumpLimit = reader.optionalDecimal("lump_limit", in: 0...100).map(\.double)
        lumpRaise = reader.optionalChoice("lump_raise", among: pack.lumpSum(for: sheet.record.form)?.raised.map(\.key) ?? [])
        note = reader.optionalText("note", in: 1...2_000)
        if reader.isSound("lump_raise"), reader.isSound("lump_limit"), lumpRaise != nil, lumpLimit == nil {
            reader.fail("lump_limit", .required)
        }
        if Set(named.map(\.entry)).count != named.count { reader.fail("entries", .repeated) }
        if Set(helpers.map(\.helper)).count != helpers.count { reader.fail("helpers", .repeated) }
        try reader.finish()
        let byEntry = Dictionary(uniqueKeysWithValues: named.map { ($0.entry, $0) })
        entries = sheet.live.map { byEntry[$0.id] ?? AppraisedEntry(entry: $0.id, halfDays: $0.halfDays ?? 0, reason: nil) }
    }

    private static func entry(_ reader: FieldReader, _ claims: [UUID: ProgressRecord]) -> AppraisedEntry? {
        let id = reader.uuid("entry")
        let halfDays = reader.decimal("half_days", in: 0...60).double
        let reason = reader.optionalText("reason", in: 1...500)
        guard reader.isSound("entry"), reader.isSound("half_days") else { return nil }
        guard let claim = claims[id] else {
            reader.fail(
                "entry", code: "not_in_force", vi: "Mục này không còn hiệu lực; hãy tải lại trang.",
                en: "This entry holds no longer; read the sheet again.")
            return nil
        }
        if halfDays > claim.halfDays ?? 0 {
            reader.fail("half_days", .outOfRange(minimum: "0", maximum: "\(claim.halfDays ?? 0)"))
        } else if halfDays != claim.halfDays ?? 0, reason == nil, reader.isSound("reason") {
            reader.fail("reason", .required)
        }
        return AppraisedEntry(entry: id, halfDays: halfDays, reason: reason)
    }

    private static func helper(_ reader: FieldReader, _ sheet: PaySheet, _ span: PayPack.Span?) -> AppraisedHelper? {
        let id = reader.id("helper", HelperID.self)
        let lump = reader.optionalDecimal("lump_half_days", in: 0...100)
        let documents = reader.optionalInt("documents", in: 0...1_000)
        let rate = reader.optionalDecimal("document_rate", in: (span?.minimum ?? 0)...(span?.maximum ?? 0))
        if reader.isSound("helper"), !sheet.helpers.contains(where: { $0.helper.id == id }) {
            reader.fail("helper", code: "not_of_this_case", vi: "Không thực hiện vụ việc này.", en: "Has no part in this case.")
        }
        return AppraisedHelper(
            helper: id, lumpHalfDays: lump.map(\.double), documents: documents, documentRate: rate.map(\.double))
    }
}

extension Decimal {
    var double: Double { NSDecimalNumber(decimal: self).doubleValue }
}
