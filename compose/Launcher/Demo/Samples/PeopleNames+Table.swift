extension PeopleNames {
    /// By the ethnic group's name in the rule pack.
    static let table: [String: PeopleNames] = [
        "Kinh": kinh,
        "Tày": north("Hoàng, Nông, Ma, Lý, Triệu, La, Bế, Đàm, Hứa, Lương, Chẩu, Quan, Nguyễn"),
        "Nùng": north("Nông, Hoàng, Lý, Lương, Vi, Triệu, Lục, Long, Mông, Phùng, Chu, Lâm"),
        "Thái": thai("Lò, Cà, Quàng, Tòng, Lường, Hà, Vi, Lô, Cầm, Bạc, Điêu, Lèo, Hoàng"),
        "Mường": north("Bùi, Đinh, Quách, Hà, Bạch, Phạm, Trương, Nguyễn, Xa"),
        "Thổ": north("Trương, Lê, Nguyễn, Cao, Bùi, Hoàng"),
        "Sán Chay": north("Trần, Hoàng, Lý, Nịnh, Lâm, Ninh, Sầm, La"),
        "Sán Dìu": north("Lưu, Ôn, Từ, Trương, Diệp, Lý, Tạ, Đàm"),
        "Giáy": north("Vàng, Lù, Lục, Hoàng, Nông, Vương, Sần"),
        "Pà Thẻn": north("Phù, Làn, Sìn, Húng, Tẩn, Ván"),
        "Lô Lô": north("Lò, Chi, Lang, Mùng, Vàng, Dìu"),
        "Phù Lá": north("Lồ, Sùng, Cư, Giàng, Phàn, Thèn"),
        "Lào": thai("Lò, Lường, Vi, Lương, Tòng, Khăm"),
        "Khơ-mú": thai("Lường, Quàng, Cụt, Moong, Lò, Ốc, Hoa, Seo"),
        "Xinh-mun": thai("Vì, Lò, Cút, Hà, Lường"),
        "Hoa": hoa,
        "Khmer": khmer,
        "Mông": mong,
        "Dao": dao,
        "Hà Nhì": haNhi,
        "La Hủ": laHu,
        "Chứt": one("Cao, Hồ, Đinh", "Xuân, Thân, Văn", "Lai, Bình, Dực, Hiếu, Păng", "Bình, Nhâm, Dung, Y, Sao"),
        "Bru-Vân Kiều": one("Hồ", "Văn, Xa, A, Pả", "Cang, Mơi, Thương, Lập, Khiên, Phanh, Rưng", "Mơn, Hương, Ka, Lai, Thẻm, Thơ"),
        "Tà-ôi": one(
            "Hồ, Lê, A Viết, Pi Hôih, Kê", "Văn, Xuân, Viết", "Hạnh, Mão, Thương, Ngoan, Triêm, Sửa", "Nga, Tươi, Niếu, Đếch, Thím, Hợi"),
        "Cơ-tu": one(
            "A Lăng, Bh'riu, Zơ Râm, Pơ Loong, Cơ Lâu, A Rất, Hốih", "Văn", "Lơi, Pố, Nhới, Mia, Chiến, Béo", "Bé, Liêm, Nhem, Đá, Hậu, Lê"),
        "Xơ Đăng": highland("A, A", "Y, Y", "Hlớ, Nhin, Thiên, Bình, Đê, Sỹ, Thút", "Hlim, Bưởi, Thảnh, Nga, Đrim, Vinh, Hồng"),
        "Gié-Triêng": highland("A, A", "Y, Y", "Bloong, Xiếp, Kring, Phương, Nghiêu", "Brơn, Ngan, Xuân, Khơi, Hiền"),
        "Ba Na": one("Đinh", "", "Hrưng, Nhơi, Bơm, Kgắc, Pơ, Blưng, Thưm", "Hlưp, Bơi, H'Mai, Yơn, Blêng, Thị Hà"),
        "Hrê": one("Đinh, Phạm", "Văn", "Ôi, Trinh, Nghề, Diêu, Sớ, Lợi", "Ơi, Lách, Hiếu, Thủy, Dung, Nhớ"),
        "Co": one("Hồ", "Văn", "Thiết, Bảy, Mười, Ngọc, Duy", "Nga, Sáu, Lệ, Bông, Hường"),
        "Gia Rai": one(
            "Siu, Ksor, Kpă, Rơ Châm, Rah Lan, Nay, Rmah, Rơ Lan", "", "Hing, Blơi, Thim, Klốt, Djoan, Phiên, Tuăn",
            "H'Nhi, H'Blơn, H'Lam, H'Phíp, H'Un, H'Soan"),
        "Ê Đê": eDe,
        "Mnông": highland("Y, Điểu", "H', Thị", "Khoan, Krang, Bhiăng, Lốt, Tơng, Nuih", "Grai, Mai, Blơm, Thương, Yôt, Juên"),
        "Chăm": cham,
        "Ra Glay": one(
            "Chamaléa, Katơr, Pi Năng, Mấu, Cao, Pupur, Tro", "", "Thuyết, Hải, Điệp, Tiến, Lâm, Xem",
            "Thị Hương, Thị Mến, Thị Phiếu, Thị Gái, Thị Bay"),
        "Cơ Ho": highland("K', K'", "Ka, Ka", "Brìu, Tẻo, Sáu, Long, Broh, Điệp", "Hiền, Thoa, Dên, Rịn, Nhủi, Mẫn"),
        "Mạ": highland("K', K'", "Ka, Ka", "Diệu, Lý, Brép, Tiêng, Bảo", "Rum, Hằng, Brơng, Ốp, Nhiêu"),
        "Chu-ru": one("Ya, Touneh, Jơ Nơng, Kơ Să", "", "Loan, Ty, Tuân, Thương, Hoà", "Ma Wêl, Ma Biên, Nai Thảo, Ma Ri"),
        "Xtiêng": highland("Điểu, Điểu", "Thị, Thị", "Lên, Hơn, Xia, Thanh, Bình, Minh, Nhôi", "Nhum, Diêu, Mành, Prết, Hoa, Srây"),
        "Chơ-ro": one("Điểu, Dương, Thổ, Văn", "Văn", "Hùng, Bảo, Cường, Nhân, Đức", "Nhung, Hoa, Liên, Bích, Lành"),
    ]

    /// Peoples of the north whose names follow the Kinh's pattern.
    private static func north(_ families: String) -> PeopleNames {
        PeopleNames(
            families: list(families),
            men: Form(
                patterns: ["{f} Văn {g}", "{f} {m} {g}"], middle: list("Đức, Văn, Minh, Xuân, Ngọc, Đình"),
                given: list("Thắng, Toàn, Chiến, Páo, Thức, Hợp, Tài, Kiên, Sính, Sơn, Luân, Điểm, Thụ, Quyền, Nghiệp, Chính, Dương, Vinh")),
            women: Form(
                patterns: ["{f} Thị {g}", "{f} Thị {m} {g}"], middle: list("Thu, Kim, Hồng, Bích, Thúy"),
                given: list("Bích, Nhung, Mẩy, Duyên, Thắm, Pham, Thiêm, Lụa, Chiêm, Điệp, Mười, Nụ, Xuyến, Viện, Hợi, Thêu, Lả, Nguyệt")))
    }

    private static func thai(_ families: String) -> PeopleNames {
        PeopleNames(
            families: list(families),
            men: Form(
                patterns: ["{f} Văn {g}"], middle: [],
                given: list("Pản, Hặc, Pâng, Ín, Phương, Ngoan, Thoa, Chung, Xuân, Lả, Hịa, Dong, Chựa, Inh, Thương, Pắn, Khặn, Tỉnh")),
            women: Form(
                patterns: ["{f} Thị {g}"], middle: [],
                given: list("Phanh, Piêng, Panh, Ún, Lả, Hiền, Pọm, Ánh, Ngoan, Thoan, Hặc, Dung, Xiên, Yêu, Hoan, Mai, Ọi, Tươi")))
    }

    /// One list of given names for each sex, behind the family name; women take Thị before it where `middle` has middle names.
    private static func one(_ families: String, _ middle: String, _ men: String, _ women: String) -> PeopleNames {
        let middles = list(middle)
        return PeopleNames(
            families: list(families), men: Form(patterns: [middles.isEmpty ? "{f} {g}" : "{f} {m} {g}"], middle: middles, given: list(men)),
            women: Form(patterns: [middles.isEmpty ? "{f} {g}" : "{f} Thị {g}"], middle: [], given: list(women)))
    }

    /// Peoples without family names: a word that tells the sex, then the name.
    private static func highland(_ man: String, _ woman: String, _ men: String, _ women: String) -> PeopleNames {
        func pattern(_ word: String) -> String { word.hasSuffix("'") ? "\(word){g}" : "\(word) {g}" }
        return PeopleNames(
            families: [""], men: Form(patterns: list(man).map(pattern), middle: [], given: list(men)),
            women: Form(patterns: list(woman).map(pattern), middle: [], given: list(women)))
    }

    private static let hoa = PeopleNames(
        families: list("Trần, Lâm, Quách, Vương, Lý, Huỳnh, Tăng, Trương, Lưu, Dương, Ngô, Thái"),
        men: Form(
            patterns: ["{f} {m} {g}", "{f} {g}"], middle: list("Chí, Vĩnh, Quốc, Gia, Tuấn, Cẩm, Thiệu"),
            given: list("Hào, Cường, Phát, Lợi, Minh, Dân, Hưng, Khang, Tường, Nghiệp")),
        women: Form(
            patterns: ["{f} {m} {g}"], middle: list("Mỹ, Lệ, Tú, Ngọc, Huệ, Tiểu, Bội"),
            given: list("Phương, Linh, Châu, Hoa, San, Nghi, Dung, Bình, Muội, Yến")))

    private static let khmer = PeopleNames(
        families: list("Thạch, Kim, Sơn, Lâm, Danh, Châu, Tăng, Kiên, Trà, Đào, Chau, Thị"),
        men: Form(
            patterns: ["{f} {g}", "{f} Sa {g}"], middle: [],
            given: list("Rây, Thươl, Phol, Sô Thi, Khêma, Đa Ra, Sophia Rinh, Chanh Đa, Hoàng, Út, Vuông, Tha, Rươne")),
        women: Form(
            patterns: ["{f} Thị {g}", "{f} Thị Sa {g}"], middle: [],
            given: list("Rương, Phol, Hênh, Chanh Tha, Sô Phia, Đa, Ươne, Na Ry, Mê, Sâm Bô, Kim Loan, Rết, Thane")))

    private static let mong = PeopleNames(
        families: list("Giàng, Vàng, Sùng, Thào, Hạng, Lầu, Mùa, Vừ, Và, Cứ, Hờ, Ly, Lý, Xồng, Già, Phàng, Cháng"),
        men: Form(
            patterns: ["{f} A {g}", "{f} {m} {g}"], middle: list("Mí, Seo, Bá, Nhìa, Chẩn"),
            given: list("Súa, Páo, Chía, Dình, Của, Lử, Sử, Dế, Nhà, Pó, Vảng, Dơ, Tủa, Lềnh, Sáu, Thào, Chớ, Sinh")),
        women: Form(
            patterns: ["{f} Thị {g}", "{f} Y {g}"], middle: [],
            given: list("Dở, Mỷ, Máy, Chía, Sua, Dua, Mai, Sầu, Xúa, Pà, Ca, Bầu, Say, Cở, Dính, Chư, Già, Sông")))

    private static let dao = PeopleNames(
        families: list("Triệu, Bàn, Đặng, Phùng, Lý, Tẩn, Chảo, Phàn, Dương, Lò"),
        men: Form(
            patterns: ["{f} Văn {g}", "{f} {m} {g}"], middle: list("Tài, Phụ, Chòi, Sành, Quẩy, Dào"),
            given: list("Chảo, Sểnh, Páo, Sơn, Quân, Chiêu, Lìn, Phẩu, Quyên, Tình, Vạng, Siệu")),
        women: Form(
            patterns: ["{f} Thị {g}", "{f} {m} {g}"], middle: list("Mùi, Tả, Lở, Mán, San"),
            given: list("Pham, Mẩy, Ghển, Nhậy, Chiệp, Liều, Mùi, Khé, Phấy, Náy, Coi, Ton")))

    private static let haNhi = PeopleNames(
        families: list("Pờ, Ly, Chu, Khoàng, Sừng, Lỳ, Chang, Phùng, Mạ"),
        men: Form(
            patterns: ["{f} {m} {g}"], middle: list("Xè, Hừ, Chừ, Gió, Lòng, Po"),
            given: list("Chừ, Hừ, Xa, Phì, Lóng, Tư, Xá, Nu, De")),
        women: Form(
            patterns: ["{f} {m} {g}"], middle: list("Go, Mì, Pư, Lò, Xó, Giò"),
            given: list("Xó, Pư, Nu, Mé, Sơ, Mư, Chùy, Xừ, Be")))

    private static let laHu = PeopleNames(
        families: list("Pờ, Ly, Vàng, Giàng, Thàng, Phản, Lỳ"),
        men: Form(patterns: ["{f} {m} {g}"], middle: list("Gió, Hừ, Lò, Phì"), given: list("Cà, Chừ, Xè, Hừ, Lóng, Chổ")),
        women: Form(patterns: ["{f} {m} {g}"], middle: list("Mé, Mì, Nhù"), given: list("Pư, Bơ, Xơ, Mé, De, Nu")))

    private static let eDe = PeopleNames(
        families: list("Niê, Mlô, Êban, Kbuôr, Ayŭn, Byă, Ktla, Hđơk, Knul, Buôn Yă"),
        men: Form(patterns: ["Y {g} {f}"], middle: [], given: list("Blô, Khoa, Wem, Thinh, Bhem, Djŭ, Ngun, Tuyên, Srăp, Lơm, Phen")),
        women: Form(
            patterns: ["H'{g} {f}", "H {g} {f}"], middle: [], given: list("Len, Hương, Blen, Mơ, Juôr, Wiên, Lan, Rim, Nga, Yă, Bleo")))

    private static let cham = PeopleNames(
        families: list("Đàng, Quảng, Lưu, Bá, Kiều, Thập, Trượng, Hán, Thành, Mang, Lộ"),
        men: Form(
            patterns: ["{f} {m} {g}", "{f} Văn {g}"], middle: list("Quang, Năng, Minh, Xuân, Đại"),
            given: list("Phú, Chánh, Lựu, Hảo, Thuận, Ngọt, Tý, Dũng, Đường, Sử")),
        women: Form(
            patterns: ["{f} Thị {g}", "{f} Thị {m} {g}"], middle: list("Kim, Mỹ, Ngọc, Thu"),
            given: list("Hoa, Xuân, Lịch, Sen, Trầm, Bạn, Mận, Lý, Diệp, Thuận")))
}
