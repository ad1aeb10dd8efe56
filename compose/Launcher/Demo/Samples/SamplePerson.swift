import Models

/// Who a client is, and the people around the case; age, sex, people and home fit the categories claimed.
struct SamplePerson: Sendable {
    let client: SampleRequest.Client
    let categories: [Models.Category]
    let opposing: [SampleRequest.Party]
    let relatives: [SampleRequest.Party]
    /// Completed years on the day of reception.
    let age: Int
    let isWoman: Bool

    init(_ profile: ClientProfile, _ part: SamplePart, in province: SampleProvince, on received: LegalDate, _ dice: inout Dice) {
        let age = Self.age(profile, part, &dice)
        let isWoman = dice.chance(Self.womenShare(profile, part))
        let people = Self.people(profile, province, &dice)
        let isMinority = people != "Kinh"
        let difficult = Self.livesInDifficultArea(profile, province, isMinority: isMinority, &dice)
        let commune = dice.pick(province.communes)
        self.age = age
        self.isWoman = isWoman
        categories = Self.categories(profile, isMinority: isMinority, difficult: difficult, &dice)
        client = SampleRequest.Client(
            name: PeopleNames.of(people).name(woman: isWoman, &dice), birth: Self.birth(age: age, on: received, &dice),
            gender: dice.chance(0.001) ? .other : isWoman ? .female : .male, ethnicity: people, phone: Self.phone(&dice),
            email: dice.chance(0.05) ? "nguoi-yeu-cau-\(dice.number(1...99_999))@example.org" : nil,
            address: "\(dice.pick(Self.hamlets)) \(dice.number(1...14)), xã \(commune)",
            languages: isMinority && dice.chance(0.4) ? Self.languages[people].map { [$0] } ?? [] : [],
            residence: SampleRequest.Residence(province: province.code, commune: commune, especiallyDifficult: difficult))
        opposing = Self.opposing(part, in: province, &dice)
        relatives = dice.chance(0.2) ? [.init(name: PeopleNames.of(people).name(woman: dice.chance(0.5), &dice))] : []
    }

    private static func age(_ profile: ClientProfile, _ part: SamplePart, _ dice: inout Dice) -> Int {
        // Criminal liability begins at 14 (Criminal Code, Điều 12).
        let least = part.isAccused ? max(14, profile.ages.lowerBound) : profile.ages.lowerBound
        return dice.number(least...max(least, profile.ages.upperBound))
    }

    private static func womenShare(_ profile: ClientProfile, _ part: SamplePart) -> Double {
        if part.isAccused { return min(profile.womenShare, 0.1) }
        return part.role == .victim || part.field == .marriageFamily ? max(profile.womenShare, 0.6) : profile.womenShare
    }

    /// A day of birth that makes `age` completed years on `received`, birthdays well away from it.
    private static func birth(age: Int, on received: LegalDate, _ dice: inout Dice) -> LegalDate {
        received.adding(days: -Int(Double(age) * 365.2425) - dice.number(2...360))
    }

    /// The province's peoples, the most numerous most often; clients who do not claim it may be of a minority too.
    private static func people(_ profile: ClientProfile, _ province: SampleProvince, _ dice: inout Dice) -> String {
        guard !province.peoples.isEmpty, profile.isMinority || dice.chance(province.minorityShare * 0.7) else { return "Kinh" }
        return dice.pick(province.peoples.enumerated().map { Weighted($1, 1 / Double($0 + 1)) })
    }

    /// Nil: nobody knows yet.
    private static func livesInDifficultArea(
        _ profile: ClientProfile, _ province: SampleProvince, isMinority: Bool, _ dice: inout Dice
    ) -> Bool? {
        if profile.isMinority { return true }
        if dice.chance(0.1) { return nil }
        return dice.chance(isMinority ? 0.5 : province.minorityShare * 0.2)
    }

    /// Some claim a second category. Never such that poor and minority come together, which is a kind of client of its own.
    private static func categories(
        _ profile: ClientProfile, isMinority: Bool, difficult: Bool?, _ dice: inout Dice
    ) -> [Models.Category] {
        guard !profile.categories.contains(.poorHousehold), !profile.isMinority else { return profile.categories }
        if isMinority, difficult == true, dice.chance(0.5) { return profile.categories + [.ethnicMinority] }
        return dice.chance(0.08) ? profile.categories + [.poorHousehold] : profile.categories
    }

    private static func opposing(_ part: SamplePart, in province: SampleProvince, _ dice: inout Dice) -> [SampleRequest.Party] {
        let share: Double = part.isAccused ? 0.25 : part.field == .administrative || part.field == .other ? 0.1 : 0.6
        guard dice.chance(share) else { return [] }
        return (0..<(dice.chance(0.12) ? 2 : 1)).map { _ in
            let people = dice.chance(province.minorityShare * 0.7) ? province.peoples.first ?? "Kinh" : "Kinh"
            return .init(name: PeopleNames.of(people).name(woman: dice.chance(0.35), &dice))
        }
    }

    /// In the form of a number, and nobody's: no number of the country begins like this.
    private static func phone(_ dice: inout Dice) -> String? {
        guard dice.chance(0.8) else { return nil }
        return "0000 \(dice.number(100...999)) \(dice.number(100...999))"
    }

    private static let hamlets = ["Thôn", "Bản", "Ấp", "Xóm", "Tổ dân phố", "Khu"]

    /// ISO 639-3.
    private static let languages = [
        "Tày": "tyz", "Nùng": "nut", "Thái": "blt", "Mường": "mtq", "Mông": "hnj", "Dao": "ium", "Khmer": "khm", "Gia Rai": "jra",
        "Ê Đê": "rad", "Ba Na": "bdq", "Chăm": "cjm", "Cơ Ho": "kpm", "Xơ Đăng": "sed", "Hrê": "hre", "Mnông": "cmo", "Ra Glay": "rog",
        "Bru-Vân Kiều": "bru", "Cơ-tu": "ktv", "Hà Nhì": "hni", "Khơ-mú": "kjg", "Hoa": "yue",
    ]
}
