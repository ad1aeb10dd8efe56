import Models
import ServiceKit
import SheetImports

/// What a column of a spreadsheet of accounts holds: the fields of a single account's form.
enum ImportColumn: String, SheetColumn {
    case name, role, email, login, organisation, helper, province

    static let noHeadings = Bilingual(
        vi: "Không thấy dòng tiêu đề có cột “Họ và tên” và “Vai trò” hoặc “Địa chỉ thư điện tử”. Hãy dùng tệp mẫu.",
        en: "There is no row of headings with “Name” and “Role” or “Mail address”. Start from the template.")

    var heading: String {
        switch self {
        case .name: "accounts_name"
        case .role: "accounts_role"
        case .email: "accounts_email"
        case .login: "sign_in_login"
        case .organisation: "accounts_organisation"
        case .helper: "account_import_helper"
        case .province: "accounts_province"
        }
    }

    var words: Set<String> {
        switch self {
        case .name: ["ho va ten", "ho ten", "ho ten day du", "ten nguoi dung", "name", "full name", "person"]
        case .role: ["vai tro", "quyen", "role"]
        case .email: Self.mailWords
        case .login: ["ten dang nhap", "dang nhap", "tai khoan", "login", "sign in name", "user name", "username", "account"]
        case .organisation: Self.placeWords
        case .helper: ["ma nguoi thuc hien", "nguoi thuc hien", "helper", "helper id", "helper code"]
        case .province: ["tinh thanh pho", "tinh", "ma tinh", "province"]
        }
    }
}
