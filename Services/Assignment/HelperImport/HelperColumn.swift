import Models
import ServiceKit
import SheetImports

/// What a column of a spreadsheet of helpers holds: the fields of a single helper's form.
enum HelperColumn: String, SheetColumn {
    case name, kind, organisation, email, phone
    case cardNumber = "card_number"
    case appointedOn = "appointed_on"

    static let noHeadings = Bilingual(
        vi: "Không thấy dòng tiêu đề có cột “Họ và tên” và “Loại”. Hãy dùng tệp mẫu.",
        en: "There is no row of headings with “Name” and “Kind”. Start from the template.")

    var heading: String {
        switch self {
        case .name: "helpers_name"
        case .kind: "helpers_kind"
        case .organisation: "helpers_organisation"
        case .email: "helpers_email"
        case .phone: "helpers_phone"
        case .cardNumber: "helpers_card"
        case .appointedOn: "helpers_appointed"
        }
    }

    var words: Set<String> {
        switch self {
        case .name:
            ["ho va ten", "ho ten", "ho ten day du", "nguoi thuc hien", "ten nguoi thuc hien", "name", "full name", "helper"]
        case .kind:
            ["loai", "loai nguoi thuc hien", "chuc danh", "tu cach", "vai tro", "kind", "kind of helper", "role"]
        case .organisation: Self.placeWords
        case .email: Self.mailWords
        case .phone: ["so dien thoai", "dien thoai", "sdt", "di dong", "phone", "phone number", "telephone", "mobile"]
        case .cardNumber:
            [
                "so the", "ma the", "so the tro giup vien", "so the luat su", "so chung chi", "the", "card", "card number",
                "card or certificate number",
            ]
        case .appointedOn:
            [
                "ngay bo nhiem hoac ky hop dong", "ngay bo nhiem", "ngay ky hop dong", "bo nhiem ngay", "appointed", "appointed on",
                "day of appointment or contract", "appointed or under contract since",
            ]
        }
    }
}
