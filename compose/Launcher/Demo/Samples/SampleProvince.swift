/// What samples know of a province beyond the rule pack: how large it is, who lives there, places. Weights are estimates for lifelike data.
struct SampleProvince: Sendable {
    /// As in the rule pack of provinces.
    let code: String
    /// How many provinces it was made of on 1 July 2025: its share of the country's cases (about 630 in a year each) and of old centres.
    let formerProvinces: Int
    /// The share of ethnic minorities of especially difficult areas among its clients.
    let minorityShare: Double
    /// Its ethnic minorities by their names in the rule pack, the most numerous first.
    let peoples: [String]
    let communes: [String]

    /// Where the table has nothing on a province of the pack.
    static func plain(_ code: String) -> SampleProvince {
        SampleProvince(code: code, formerProvinces: 1, minorityShare: 0, peoples: [], communes: ["Trung tâm"])
    }

    static func of(_ code: String) -> SampleProvince { table.first { $0.code == code } ?? plain(code) }

    static let table: [SampleProvince] = [
        row("01", 1, 0.04, "Mường, Dao, Tày", "Ba Vì, Sóc Sơn, Đông Anh, Chương Mỹ, Thanh Xuân"),
        row("04", 1, 0.90, "Tày, Nùng, Mông, Dao, Lô Lô", "Bảo Lạc, Hà Quảng, Trùng Khánh, Thông Nông"),
        row("08", 2, 0.75, "Tày, Mông, Dao, Nùng, Sán Chay, Pà Thẻn", "Na Hang, Chiêm Hóa, Đồng Văn, Mèo Vạc, Hoàng Su Phì"),
        row("11", 1, 0.88, "Thái, Mông, Khơ-mú, Hà Nhì, Lào", "Mường Nhé, Tủa Chùa, Mường Ảng, Nà Hỳ"),
        row("12", 1, 0.88, "Thái, Mông, Hà Nhì, Dao, Giáy, La Hủ", "Mường Tè, Sìn Hồ, Tân Uyên, Phong Thổ"),
        row("14", 1, 0.86, "Thái, Mông, Mường, Xinh-mun, Khơ-mú", "Mai Sơn, Sốp Cộp, Bắc Yên, Yên Châu, Vân Hồ"),
        row("15", 2, 0.70, "Mông, Tày, Dao, Thái, Giáy, Phù Lá", "Bắc Hà, Si Ma Cai, Mù Cang Chải, Văn Bàn, Lục Yên"),
        row("19", 2, 0.42, "Tày, Nùng, Dao, Sán Dìu, Mông", "Định Hóa, Võ Nhai, Na Rì, Ba Bể, Phú Lương"),
        row("20", 1, 0.82, "Nùng, Tày, Dao, Hoa", "Bình Gia, Lộc Bình, Đình Lập, Hữu Lũng"),
        row("22", 1, 0.16, "Dao, Tày, Sán Dìu, Sán Chay", "Bình Liêu, Ba Chẽ, Tiên Yên, Cẩm Phả"),
        row("24", 2, 0.14, "Nùng, Tày, Sán Dìu, Sán Chay", "Sơn Động, Lục Ngạn, Yên Thế, Quế Võ, Lương Tài"),
        row("25", 3, 0.28, "Mường, Dao, Tày, Sán Dìu", "Thanh Sơn, Đà Bắc, Lạc Sơn, Tân Lạc, Tam Đảo, Yên Lập"),
        row("31", 2, 0.00, "", "Tiên Lãng, Vĩnh Bảo, Thanh Hà, Kim Thành, Cát Hải"),
        row("33", 2, 0.00, "", "Ân Thi, Khoái Châu, Thái Thụy, Quỳnh Phụ, Tiền Hải"),
        row("37", 3, 0.04, "Mường", "Nho Quan, Kim Sơn, Lý Nhân, Hải Hậu, Nghĩa Hưng, Ý Yên"),
        row("38", 1, 0.30, "Mường, Thái, Mông, Thổ, Khơ-mú", "Mường Lát, Quan Hóa, Bá Thước, Thường Xuân, Nông Cống"),
        row("40", 1, 0.32, "Thái, Thổ, Khơ-mú, Mông", "Kỳ Sơn, Tương Dương, Quế Phong, Quỳ Hợp, Yên Thành"),
        row("42", 1, 0.02, "Chứt, Lào", "Hương Khê, Kỳ Anh, Cẩm Xuyên, Vũ Quang"),
        row("44", 2, 0.22, "Bru-Vân Kiều, Tà-ôi, Chứt", "Hướng Hóa, Đakrông, Minh Hóa, Lệ Thủy, Hải Lăng"),
        row("46", 1, 0.14, "Tà-ôi, Cơ-tu, Bru-Vân Kiều", "A Lưới, Nam Đông, Phú Vang, Quảng Điền"),
        row("48", 2, 0.16, "Cơ-tu, Xơ Đăng, Gié-Triêng, Co", "Tây Giang, Nam Trà My, Phước Sơn, Hòa Vang, Điện Bàn"),
        row("51", 2, 0.48, "Xơ Đăng, Hrê, Ba Na, Gié-Triêng, Co", "Ba Tơ, Sơn Hà, Trà Bồng, Đăk Glei, Tu Mơ Rông"),
        row("52", 2, 0.42, "Gia Rai, Ba Na, Hrê, Chăm", "Kbang, Chư Prông, Ia Grai, An Lão, Vân Canh"),
        row("56", 2, 0.28, "Ra Glay, Chăm, Cơ Ho, Ê Đê", "Khánh Sơn, Khánh Vĩnh, Bác Ái, Ninh Phước, Vạn Ninh"),
        row("66", 2, 0.42, "Ê Đê, Mnông, Gia Rai, Nùng, Chăm", "Krông Bông, Buôn Đôn, Cư M'gar, Sông Hinh, Đồng Xuân"),
        row("68", 3, 0.36, "Cơ Ho, Mnông, Mạ, Chu-ru, Nùng, Chăm", "Đam Rông, Di Linh, Tuy Đức, Đắk Glong, Bắc Bình, Lạc Dương"),
        row("75", 2, 0.18, "Xtiêng, Chơ-ro, Hoa, Mnông", "Bù Gia Mập, Bù Đăng, Lộc Ninh, Định Quán, Tân Phú"),
        row("79", 3, 0.02, "Hoa, Khmer, Chơ-ro", "Cần Giờ, Củ Chi, Bình Chánh, Phú Giáo, Xuyên Mộc, Châu Đức"),
        row("80", 2, 0.03, "Khmer, Chăm, Xtiêng", "Tân Biên, Bến Cầu, Đức Huệ, Mộc Hóa, Cần Giuộc"),
        row("82", 2, 0.00, "Khmer", "Tân Hồng, Tháp Mười, Cai Lậy, Gò Công Đông, Lấp Vò"),
        row("86", 3, 0.24, "Khmer, Hoa", "Trà Cú, Cầu Ngang, Bình Minh, Ba Tri, Thạnh Phú, Trà Ôn"),
        row("91", 2, 0.16, "Khmer, Chăm, Hoa", "Tri Tôn, Tịnh Biên, Gò Quao, Hòn Đất, An Phú"),
        row("92", 3, 0.20, "Khmer, Hoa", "Mỹ Xuyên, Vĩnh Châu, Trần Đề, Long Mỹ, Cờ Đỏ, Phụng Hiệp"),
        row("96", 2, 0.12, "Khmer, Hoa", "Ngọc Hiển, U Minh, Hồng Dân, Đầm Dơi, Vĩnh Lợi"),
    ]

    private static func row(_ code: String, _ former: Int, _ share: Double, _ peoples: String, _ communes: String) -> SampleProvince {
        SampleProvince(
            code: code, formerProvinces: former, minorityShare: share, peoples: list(peoples), communes: list(communes))
    }
}

/// The entries of a list that is written as one line.
func list(_ line: String) -> [String] {
    line.split(separator: ",").map { $0.drop { $0 == " " } }.map(String.init)
}
