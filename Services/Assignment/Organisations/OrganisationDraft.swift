import Models
import Rules
import ServiceKit

/// An organisation as it is entered: `{kind, parent, province, name, code, email}`.
struct OrganisationDraft: Sendable {
    let kind: OrganisationKind
    let parent: OrganisationID?
    let province: String
    let title: String
    let code: String
    let email: String?

    /// Reads the fields; the errors stay with the reader.
    init(_ reader: FieldReader, rules: RulePacks) {
        kind = reader.choice("kind")
        parent = reader.optionalID("parent")
        province = reader.string("province", in: 1...10)
        title = reader.string("name", in: 1...200)
        code = reader.string("code", in: 1...12).uppercased()
        email = reader.optionalEmail("email")
        if reader.isSound("province"), rules.provinces[province] == nil {
            reader.fail("province", code: "unknown_province", vi: "Không có tỉnh, thành phố mang mã này.", en: "No province has this code.")
        }
        if reader.isSound("code"), !code.allSatisfy({ $0.isLetter || $0.isNumber }) {
            reader.fail(
                "code", code: "bad_code", vi: "Mã chỉ gồm chữ và số, ví dụ TT hoặc CN1.", en: "Letters and digits only, as TT or CN1.")
        }
        guard reader.isSound("kind"), reader.isSound("parent") else { return }
        if kind == .branch, parent == nil {
            reader.fail("parent", .required)
        } else if kind != .branch, parent != nil {
            reader.fail("parent", code: "no_parent", vi: "Chỉ chi nhánh mới thuộc một trung tâm.", en: "Only a branch has a parent.")
        }
    }
}
