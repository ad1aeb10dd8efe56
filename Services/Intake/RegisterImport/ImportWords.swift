import Models
import Rules

/// What old registers write for the words of the vocabulary: the law's own terms, their short forms, the codes.
struct ImportWords: Sendable {
    private let categories: [String: Models.Category]

    init(_ rules: RulePacks, on date: LegalDate) {
        var known = Self.shortCategories
        for rule in rules.eligibility(on: date).categories {
            for word in [rule.category.rawValue, rule.title.vi, rule.title.en] { known[NameKey.fold(word)] = rule.category }
        }
        categories = known
    }

    func category(_ text: String) -> Models.Category? { categories[Self.key(text)] }

    static func form(_ text: String) -> AidForm? { forms[key(text)] }
    static func field(_ text: String) -> LegalField? { fields[key(text)] }
    static func gender(_ text: String) -> Gender? { genders[key(text)] }
    static func state(_ text: String) -> CaseState? { states[key(text)] }

    /// The coded ground that the word for its state says of how a case ended; nil where it says none.
    static func endGround(_ text: String) -> String? { endGrounds[key(text)] }

    /// As it is compared: folded, without what leads every name of a category.
    private static func key(_ text: String) -> String {
        let folded = NameKey.fold(text)
        for lead in ["nguoi thuoc ", "thuoc ", "nguoi "] where folded.hasPrefix(lead) && shortCategories[folded] == nil {
            let rest = String(folded.dropFirst(lead.count))
            if shortCategories[rest] != nil { return rest }
        }
        return folded
    }

    private static let shortCategories: [String: Models.Category] = [
        "co cong": "meritorious", "co cong voi cach mang": "meritorious", "ho ngheo": "poor_household", "ngheo": "poor_household",
        "tre em": "child", "dan toc thieu so": "ethnic_minority", "dtts": "ethnic_minority",
        "bi buoc toi tu du 16 den duoi 18 tuoi": "accused_16_18", "bi buoc toi 16 18": "accused_16_18",
        "bi buoc toi thuoc ho can ngheo": "near_poor_accused", "can ngheo": "near_poor_accused", "than nhan liet si": "martyr_family",
        "chat doc da cam": "agent_orange", "nhiem chat doc da cam": "agent_orange", "cao tuoi": "elderly", "khuyet tat": "disabled",
        "bi hai tu du 16 den duoi 18 tuoi": "victim_16_18", "nan nhan bao luc gia dinh": "domestic_violence_victim",
        "bao luc gia dinh": "domestic_violence_victim", "nan nhan mua ban nguoi": "trafficking_victim",
        "mua ban nguoi": "trafficking_victim",
        "hiv": "hiv", "nhiem hiv": "hiv",
    ].mapValues(Models.Category.init(rawValue:))

    private static let forms: [String: AidForm] = [
        "litigation": .litigation, "tham gia to tung": .litigation, "tgtt": .litigation, "to tung": .litigation, "bao chua": .litigation,
        "advice": .advice, "tu van phap luat": .advice, "tu van": .advice, "tv": .advice, "tvpl": .advice,
        "representation": .representation, "dai dien ngoai to tung": .representation, "ddntt": .representation, "dai dien": .representation,
    ]

    private static let fields: [String: LegalField] = [
        "criminal": .criminal, "hinh su": .criminal, "hs": .criminal, "phap luat hinh su": .criminal,
        "civil": .civil, "dan su": .civil, "ds": .civil, "dat dai": .civil, "phap luat dan su": .civil,
        "marriage family": .marriageFamily, "hon nhan va gia dinh": .marriageFamily, "hon nhan gia dinh": .marriageFamily,
        "hngd": .marriageFamily, "hn gd": .marriageFamily,
        "administrative": .administrative, "hanh chinh": .administrative, "hc": .administrative,
        "labour": .labour, "lao dong": .labour, "ld": .labour, "other": .other, "khac": .other, "linh vuc khac": .other,
    ]

    private static let genders: [String: Gender] = [
        "female": .female, "nu": .female, "f": .female, "male": .male, "nam": .male, "m": .male, "other": .other, "khac": .other,
    ]

    private static let states: [String: CaseState] = [
        "registered": .registered, "da thu ly": .registered, "moi thu ly": .registered, "cho phan cong": .registered,
        "assigned": .assigned, "da phan cong": .assigned, "under way": .underWay, "dang thuc hien": .underWay, "dang giai quyet": .underWay,
        "chua ket thuc": .underWay, "finished": .finished, "da ket thuc": .finished, "ket thuc": .finished, "hoan thanh": .finished,
        "da hoan thanh": .finished, "xong": .finished, "dinh chi": .finished, "bi dinh chi": .finished, "stopped": .stopped,
        "khong tiep tuc thuc hien": .stopped,
        "dung": .stopped, "handed over": .handedOver, "da ban giao ho so": .handedOver, "da ban giao": .handedOver,
        "da luu tru": .handedOver,
    ]

    /// Proceedings that were terminated end a case (circular 12/2018, Điều 10.3); not going on with one is another thing (10.2; Law 11/2017, Điều 37).
    private static let endGrounds = ["dinh chi": "terminated_by_law", "bi dinh chi": "terminated_by_law"]
}
