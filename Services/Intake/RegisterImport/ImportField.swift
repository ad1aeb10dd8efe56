import Models

/// What a column of an old register may hold: the columns of Mẫu 01-TP-TGPL (circular 12/2018, Điều 5.1, 7.1) and what older programs write beside
/// them. The raw values are those of the API and of what is kept.
enum ImportField: String, CaseIterable, Codable, Sendable {
    case code
    case acceptedOn = "accepted_on"
    case receivedOn = "received_on"
    case client, birth, gender, ethnicity, identity, phone, address, category, form, field, summary, opposing, helper, state
    case endedOn = "ended_on"
    case result
    case handedOverOn = "handed_over_on"

    /// Without them a line is no case.
    static let needed: [ImportField] = [.code, .acceptedOn, .client, .category, .field]

    /// The key of its name in the catalogue.
    var label: String { "register_import_field_\(rawValue)" }

    /// The field that a heading means, in Vietnamese or English, with accents or without; nil where it is none of them.
    init?(heading: String) {
        let folded = NameKey.fold(heading)
        guard let field = Self.allCases.first(where: { $0.words.contains(folded) }) else { return nil }
        self = field
    }

    private var words: Set<String> {
        switch self {
        case .code: ["ma vu viec", "ma so vu viec", "ma so ho so", "ma ho so", "so ho so", "so vu viec", "ma so", "case code", "code"]
        case .acceptedOn: ["ngay thu ly", "ngay vao so", "ngay thang nam thu ly", "thoi diem thu ly", "accepted", "accepted on"]
        case .receivedOn: ["ngay tiep nhan", "ngay nhan yeu cau", "ngay yeu cau", "ngay thang nam yeu cau", "received", "received on"]
        case .client:
            [
                "ho ten nguoi duoc tro giup phap ly", "ho va ten nguoi duoc tro giup phap ly", "ho ten nguoi duoc tgpl",
                "ho va ten nguoi duoc tgpl", "nguoi duoc tro giup phap ly", "nguoi duoc tgpl", "ho va ten", "ho ten", "client", "name",
            ]
        case .birth: ["ngay sinh", "nam sinh", "ngay thang nam sinh", "ngay sinh nam sinh", "birth", "date of birth", "year of birth"]
        case .gender: ["gioi tinh", "nam nu", "gender", "sex"]
        case .ethnicity: ["dan toc", "ethnicity", "ethnic group"]
        case .identity: ["so dinh danh", "so can cuoc", "cccd", "so cccd", "cmnd", "so cmnd", "cmnd cccd", "can cuoc", "identity number"]
        case .phone: ["dien thoai", "so dien thoai", "phone"]
        case .address: ["dia chi", "noi cu tru", "noi o", "dia chi cu tru", "address"]
        case .category: ["dien", "dien nguoi duoc tro giup phap ly", "dien nguoi duoc tgpl", "dien doi tuong", "doi tuong", "category"]
        case .form: ["hinh thuc", "hinh thuc tro giup phap ly", "hinh thuc tgpl", "form", "form of aid"]
        case .field: ["linh vuc", "linh vuc phap luat", "linh vuc tro giup phap ly", "linh vuc tgpl", "field"]
        case .summary: ["noi dung vu viec", "noi dung", "noi dung yeu cau", "tom tat noi dung", "tom tat vu viec", "summary"]
        case .opposing:
            ["ben lien quan", "ben kia", "nguoi co lien quan", "ben co quyen loi doi lap", "bi don", "opposing", "opposing party"]
        case .helper:
            [
                "nguoi thuc hien", "nguoi thuc hien tro giup phap ly", "nguoi thuc hien tgpl", "ho ten nguoi thuc hien",
                "ho ten nguoi thuc hien tro giup phap ly", "helper",
            ]
        case .state: ["trang thai", "tinh trang", "tinh trang vu viec", "tien do", "state", "status"]
        case .endedOn: ["ngay ket thuc", "ngay hoan thanh", "thoi diem ket thuc", "ngay thang nam ket thuc", "ended", "ended on"]
        case .result: ["ket qua", "ket qua vu viec", "ket qua thuc hien", "result"]
        case .handedOverOn: ["ngay ban giao", "ngay ban giao ho so", "ngay nop luu", "ngay luu tru", "handed over", "handed over on"]
        }
    }
}
