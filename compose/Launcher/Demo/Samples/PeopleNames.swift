/// How the people of an ethnic group are named, for names that fit together.
///
/// In the patterns `{f}` stands for a family or clan name, `{m}` for a middle name and `{g}` for a given name.
struct PeopleNames: Sendable {
    let families: [String]
    let men: Form
    let women: Form

    /// The names of one sex.
    struct Form: Sendable {
        let patterns: [String]
        let middle: [String]
        let given: [String]
    }

    /// A whole name.
    func name(woman: Bool, _ dice: inout Dice) -> String {
        let form = woman ? women : men
        return dice.pick(form.patterns)
            .replacing("{f}", with: dice.pick(families))
            .replacing("{m}", with: form.middle.isEmpty ? "" : dice.pick(form.middle))
            .replacing("{g}", with: dice.pick(form.given))
    }

    /// Those of an ethnic group by its name in the rule pack; of a group that is not in the table, as the Kinh are named.
    static func of(_ people: String) -> PeopleNames { table[people] ?? kinh }

    static let kinh = PeopleNames(
        families: list(
            "Nguyễn, Nguyễn, Nguyễn, Nguyễn, Nguyễn, Trần, Trần, Lê, Lê, Phạm, Hoàng, Phan, Vũ, Võ, Đặng, Bùi, Đỗ, Hồ, Ngô, Dương, Đinh, Trương"
        ),
        men: Form(
            patterns: ["{f} {m} {g}", "{f} {m} {g}", "{f} Văn {g}"],
            middle: list("Đức, Hữu, Minh, Quốc, Xuân, Thanh, Công, Đình, Trọng, Ngọc, Bá, Duy, Gia, Tiến, Hoàng, Nhật"),
            given: list(
                "An, Bình, Cường, Dũng, Đạt, Hải, Hùng, Huy, Khánh, Khôi, Kiên, Lâm, Long, Mạnh, Nam, Nghĩa, Phong, Phúc, Quân, Quý, Sơn, Tài, Tâm, "
                    + "Thành, Thắng, Thịnh, Toàn, Trung, Tuấn, Tùng, Việt, Vinh, Vượng, Hiếu, Hòa, Lực, Nhân, Phước, Sang, Tín")),
        women: Form(
            patterns: ["{f} Thị {g}", "{f} Thị {m} {g}", "{f} {m} {g}"],
            middle: list("Thu, Ngọc, Thanh, Kim, Minh, Phương, Hồng, Mỹ, Bích, Như, Thùy, Quỳnh, Tuyết, Bảo, Diệu, Cẩm"),
            given: list(
                "Anh, Chi, Cúc, Dung, Duyên, Hà, Hạnh, Hằng, Hiền, Hoa, Hồng, Huệ, Hương, Lan, Liên, Linh, Loan, Mai, My, Nga, Ngân, Nhung, Oanh, "
                    + "Phượng, Quyên, Sương, Tâm, Thảo, Thơm, Thủy, Trang, Tuyết, Vân, Xuân, Yến, Đào, Nguyệt, Lệ, Thắm, Trâm")))
}
