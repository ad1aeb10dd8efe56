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

    /// Twenty at each centre: eight officers, six lawyers, three collaborators, three advisers, who work at the participating organisation
    /// and are entered with the centre here.
    static let helpers: [Helper] = ["centre-1", "centre-2"].enumerated().flatMap { centre, organisation in
        names[centre].enumerated().map { index, name in
            Helper(
                key: "\(organisation)-helper-\(index + 1)", organisation: organisation, kind: kind(index), name: "\(name) (mẫu)",
                email: "helper\(index + 1)@\(centre == 0 ? "tuyenquang" : "nghean").example.org",
                appointed: "\(2012 + index % 12)-0\(1 + index % 9)-15")
        }
    }

    private static func kind(_ index: Int) -> HelperKind {
        switch index {
        case 0..<8: .officer
        case 8..<14: .lawyer
        case 14..<17: .collaborator
        default: .adviser
        }
    }

    private static let names = [
        [
            "Nguyễn Thị Sương", "Hoàng Văn Páo", "Lý Thị Mẩy", "Trần Đức Long", "Nông Thị Bích", "Ma Văn Thắng", "Phạm Thu Hà",
            "Vi Văn Toàn", "Lương Thị Duyên", "Đặng Văn Chảo", "Nguyễn Hữu Phước", "Triệu Thị Pham", "Bàn Văn Sểnh", "Lê Thị Kim Oanh",
            "Giàng A Súa", "Đỗ Minh Quân", "Hà Thị Nhung", "Sùng Thị Dở", "Phan Văn Khải", "Quan Thị Vân",
        ],
        [
            "Nguyễn Văn An", "Lô Thị Hiền", "Vi Thị Hoa", "Hồ Sỹ Hùng", "Cao Thị Mai", "Lương Văn Pắn", "Phan Thị Thanh", "Kha Văn Tình",
            "Trần Thị Lệ", "Moong Văn Nghệ", "Nguyễn Cảnh Tuấn", "Và Bá Dờ", "Đinh Thị Nga", "Lê Xuân Trường", "Xồng Y Mỷ",
            "Hoàng Thị Lan", "Cụt Văn Dần", "Bùi Đình Lâm", "Võ Thị Hằng", "Thái Văn Sâm",
        ],
    ]
}
