import Models

/// The organisations and helpers of `--demo`: invented, and marked as such by „(mẫu)“ in every name.
enum DemonstrationHouse {
    /// An organisation, with the key under which its id is remembered.
    struct Organisation: Sendable {
        let key: String
        let kind: OrganisationKind
        var parent: String?
        let province: String
        let title: String
        let code: String
        let email: String
    }

    static let organisations: [Organisation] = [
        Organisation(
            key: "centre-1", kind: .centre, province: "08", title: "Trung tâm Trợ giúp pháp lý nhà nước số 1 tỉnh Tuyên Quang (mẫu)",
            code: "TT", email: "tt1@tuyenquang.example.org"),
        Organisation(
            key: "centre-2", kind: .centre, province: "40", title: "Trung tâm Trợ giúp pháp lý nhà nước tỉnh Nghệ An (mẫu)", code: "TT",
            email: "tt@nghean.example.org"),
        Organisation(
            key: "branch-1", kind: .branch, parent: "centre-1", province: "08", title: "Chi nhánh số 1, Trung tâm số 1 Tuyên Quang (mẫu)",
            code: "CN1", email: "cn1@tuyenquang.example.org"),
        Organisation(
            key: "contracted-1", kind: .contracted, province: "08", title: "Công ty Luật TNHH Sông Lô (mẫu)", code: "TC1",
            email: "songlo@tuyenquang.example.org"),
    ]

    /// A helper of one of them.
    struct Helper: Sendable {
        let key: String
        let organisation: String
        let kind: HelperKind
        let name: String
        let email: String
        /// The day of appointment, `YYYY-MM-DD`.
        let appointed: String
    }

    /// Twenty at each centre, of every kind that a centre has, and three advisers and a lawyer at the participating organisation
    /// (Law 11/2017, Điều 17.1: advisers work for participating organisations).
    static let helpers: [Helper] =
        staff(of: "centre-1", domain: "tuyenquang.example.org", names: upland, kinds: ofCentre)
        + staff(of: "centre-2", domain: "nghean.example.org", names: central, kinds: ofCentre)
        + staff(of: "contracted-1", domain: "songlo.example.org", names: firm, kinds: [.adviser, .adviser, .adviser, .lawyer])

    private static let ofCentre: [HelperKind] =
        Array(repeating: .officer, count: 8) + Array(repeating: .lawyer, count: 7) + Array(repeating: .collaborator, count: 5)

    private static func staff(of organisation: String, domain: String, names: [String], kinds: [HelperKind]) -> [Helper] {
        zip(names, kinds).enumerated().map { index, helper in
            Helper(
                key: "\(organisation)-helper-\(index + 1)", organisation: organisation, kind: helper.1, name: "\(helper.0) (mẫu)",
                email: "helper\(index + 1)@\(domain)", appointed: "\(2012 + index % 12)-0\(1 + index % 9)-15")
        }
    }

    private static let upland = [
        "Nguyễn Thị Sương", "Hoàng Văn Páo", "Lý Thị Mẩy", "Trần Đức Long", "Nông Thị Bích", "Ma Văn Thắng", "Phạm Thu Hà", "Vi Văn Toàn",
        "Lương Thị Duyên", "Đặng Văn Chảo", "Nguyễn Hữu Phước", "Triệu Thị Pham", "Bàn Văn Sểnh", "Lê Thị Kim Oanh", "Giàng A Súa",
        "Đỗ Minh Quân", "Hà Thị Nhung", "Sùng Thị Dở", "Phan Văn Khải", "Quan Thị Vân",
    ]

    private static let central = [
        "Nguyễn Văn An", "Lô Thị Hiền", "Vi Thị Hoa", "Hồ Sỹ Hùng", "Cao Thị Mai", "Lương Văn Pắn", "Phan Thị Thanh", "Kha Văn Tình",
        "Trần Thị Lệ", "Moong Văn Nghệ", "Nguyễn Cảnh Tuấn", "Và Bá Dờ", "Đinh Thị Nga", "Lê Xuân Trường", "Xồng Y Mỷ", "Hoàng Thị Lan",
        "Cụt Văn Dần", "Bùi Đình Lâm", "Võ Thị Hằng", "Thái Văn Sâm",
    ]

    private static let firm = ["Nguyễn Quốc Bảo", "Lã Thị Thơm", "Chẩu Văn Hiệp", "Phùng Thị Ngọc Ánh"]
}
