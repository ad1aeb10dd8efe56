import Directory
import Foundation
import Models
import Rules
import ServiceKit
import SheetImports

/// What a row says, in the terms of a single account's form: who it is, as what, where. What cannot be understood is an error of its column.
struct ImportReading: Sendable {
    let line: SheetLine<ImportColumn>
    private(set) var role: Role?
    private(set) var place: Organisation?
    private(set) var helper: KnownHelper?
    private(set) var errors: [FieldError] = []
    private var province: String?

    init(_ line: SheetLine<ImportColumn>, _ facts: ImportFacts, identity: Identity, roles: RoleWords, provinces: Provinces) {
        self.line = line
        errors = CellFault.all(of: line)
        findRole(roles, within: AccountAuthority(identity: identity))
        if role?.requiredScope == .organisation || role == .helper { findPlace(facts, own: identity.organisation) }
        if role == .helper { findHelper(facts, roles) }
        if role == .province, let text = line[.province] { findProvince(text, provinces) }
    }

    /// Where the row says none, the helper's own.
    var email: String? { (line[.email] ?? helper?.email)?.lowercased() }

    /// As it is compared; where the row says none, the mail address.
    var login: String? { (line[.login] ?? email).map(AccountDraft.plain) }

    /// As the form would have posted it.
    var posted: JSONValue {
        func text(_ value: String?) -> JSONValue { value.map { .field($0) } ?? .null }
        return .object([
            "name": text(line[.name]), "login": text(login), "email": text(email), "role": text(role?.rawValue),
            "organisation": text(place?.id.description), "province": text(province), "helper": text(helper?.id.description),
        ])
    }

    private mutating func fail(_ column: ImportColumn, _ code: String, vi: String, en: String) {
        errors.append(column.error(code, vi: vi, en: en))
    }

    private mutating func findRole(_ roles: RoleWords, within authority: AccountAuthority) {
        guard let text = line[.role] else { return }
        let names = roles.names(authority.roles)
        guard let named = roles.role(text)?.role, authority.roles.contains(named) else {
            return fail(
                .role, "unknown_role", vi: "Không có, hoặc bạn không được cấp, vai trò “\(text)”. Hãy ghi một trong: \(names.vi).",
                en: "There is no role “\(text)”, or it is not yours to give. Write one of: \(names.en).")
        }
        role = named
    }

    private mutating func findPlace(_ facts: ImportFacts, own: OrganisationID?) {
        guard let text = line[.organisation] else {
            place = facts.places[own]
            return
        }
        place = facts.places[named: text]
        if place == nil { errors.append(ImportColumn.organisation.unknownPlace(text)) }
    }

    private mutating func findHelper(_ facts: ImportFacts, _ roles: RoleWords) {
        if let code = line[.helper] {
            helper = facts.helper(code)
            // The code says where, as long as nothing else does.
            if let helper, line[.organisation] == nil { place = facts.places[helper.organisation] }
            guard let helper else {
                return fail(
                    .helper, "unknown_helper",
                    vi:
                        "Danh sách người thực hiện trong phạm vi của bạn không có mã này. Hãy thêm người đó vào danh sách trước, hoặc xóa mã.",
                    en:
                        "The register of helpers within your reach has no such code. Enter the person there first, or clear the code."
                )
            }
            guard let place, place.id != helper.organisation else { return }
            return fail(
                .helper, "not_here", vi: "Người có mã này không thuộc \(place.title).",
                en: "The helper of this code is not of \(place.title).")
        }
        guard let place, let name = line[.name] else { return }
        let kind = line[.role].flatMap { roles.role($0)?.kind }
        let found = facts.helpers(named: name, kind, at: place)
        let same = found.filter { $0.email?.lowercased() == line[.email]?.lowercased() }
        if same.count == 1 { return helper = same[0] }
        if found.count == 1 {
            // Whoever gets the invitation gets the helper's cases.
            if let known = found[0].email, let written = line[.email], known.lowercased() != written.lowercased() {
                return fail(
                    .helper, "other_address",
                    vi: """
                        Danh sách người thực hiện ghi người tên này với thư điện tử khác (\(known)). Nếu đúng là người đó, hãy ghi mã người thực hiện \
                        (có trong tệp mẫu điền sẵn); nếu là người khác, hãy thêm người đó vào danh sách trước.
                        """,
                    en: """
                        The register of helpers has somebody of this name with another mail address (\(known)). If it is that person, write the \
                        helper's code, which the filled template has; if it is another one, enter that person in the register first.
                        """)
            }
            return helper = found[0]
        }
        if found.isEmpty {
            fail(
                .name, "unknown_helper",
                vi: """
                    Danh sách người thực hiện của \(place.title) không có tên này. Hãy thêm người đó vào danh sách trước (nhiều người thì từ \
                    bảng tính: trang “Người thực hiện”), hoặc sửa tên.
                    """,
                en: """
                    The register of helpers of \(place.title) has no such name. Enter the person there first (many of them from a \
                    spreadsheet: page “Helpers”), or mend the name.
                    """)
        } else {
            fail(
                .helper, "several_helpers",
                vi: "\(place.title) có \(found.count) người cùng tên. Hãy ghi mã người thực hiện (có trong tệp mẫu điền sẵn).",
                en: "\(place.title) has \(found.count) helpers of this name. Write the helper's code, which the filled template has.")
        }
    }

    private mutating func findProvince(_ text: String, _ provinces: Provinces) {
        let folded = FoldedText.of(text)
        province = provinces.all.first { $0.code == text || FoldedText.of($0.name.vi) == folded }?.code
        guard province == nil else { return }
        fail(.province, "unknown_province", vi: "Không có tỉnh, thành phố “\(text)”.", en: "There is no province “\(text)”.")
    }
}
