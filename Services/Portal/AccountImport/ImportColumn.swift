import Foundation
import Models

/// What a column of the spreadsheet holds. The raw values are the names of the fields of a single account's form.
enum ImportColumn: String, CaseIterable, Sendable {
    case name, role, email, login, organisation, helper, province

    /// The key of its heading in the template.
    var heading: String {
        switch self {
        case .name: "accounts_name"
        case .role: "accounts_role"
        case .email: "accounts_email"
        case .login: "sign_in_login"
        case .organisation: "accounts_organisation"
        case .helper: "import_helper"
        case .province: "accounts_province"
        }
    }

    /// The column that a heading means, in Vietnamese or English, with accents or without; nil where it is none of them.
    init?(heading: String) {
        let folded = FoldedText.of(heading)
        guard let column = Self.allCases.first(where: { $0.words.contains(folded) }) else { return nil }
        self = column
    }

    private var words: Set<String> {
        switch self {
        case .name: ["ho va ten", "ho ten", "ho ten day du", "ten nguoi dung", "name", "full name", "person"]
        case .role: ["vai tro", "quyen", "role"]
        case .email:
            [
                "dia chi thu dien tu", "thu dien tu", "hop thu", "hop thu dien tu", "dia chi email", "email", "e mail", "mail",
                "mail address", "email address",
            ]
        case .login: ["ten dang nhap", "dang nhap", "tai khoan", "login", "sign in name", "user name", "username", "account"]
        case .organisation: ["to chuc", "don vi", "ten to chuc", "ten don vi", "organisation", "organization", "unit", "centre", "center"]
        case .helper: ["ma nguoi thuc hien", "nguoi thuc hien", "helper", "helper id", "helper code"]
        case .province: ["tinh thanh pho", "tinh", "ma tinh", "province"]
        }
    }
}
