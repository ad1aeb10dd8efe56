/// Where the law says something, in the language of the reader. Packs cite in one form, `Law 11/2017, Điều 7.4; circular 12/2018, Điều 6.2`,
/// which the API answers as it stands; pages say it by this, and by nothing else.
package struct Citation: Sendable {
    private let text: String

    /// - Parameter article: as a pack has it.
    package init(_ article: String) {
        text = article
    }

    package var localized: LocalizedText { LocalizedText(vi: Self.say(text, Self.vietnamese), en: Self.say(text, Self.english)) }

    /// In the language of that tag.
    package func text(_ language: String) -> String { localized.text(language) }

    private static func say(_ text: String, _ words: [(String, String)]) -> String {
        words.reduce(text) { $0.replacing($1.0, with: $1.1) }
    }

    /// Longer names stand before what they begin with.
    private static let vietnamese = [
        ("Law 11/2017/QH14", "Luật Trợ giúp pháp lý số 11/2017/QH14"), ("Law 11/2017", "Luật Trợ giúp pháp lý"),
        ("Law on Children", "Luật Trẻ em"), ("Law on the Elderly", "Luật Người cao tuổi"),
        ("Joint circular", "Thông tư liên tịch"), ("joint circular", "Thông tư liên tịch"), ("Circular", "Thông tư"),
        ("circular", "Thông tư"), ("Decree", "Nghị định"), ("as amended from 1 July 2025", "sửa đổi từ 01/7/2025"),
        ("as amended from 1 January 2026", "sửa đổi từ 01/01/2026"), (" and ", " và "),
    ]
    private static let english = [
        ("Law 11/2017/QH14", "Law on Legal Aid 11/2017/QH14"), ("Law 11/2017", "Law on Legal Aid"), ("Điều", "Article"), ("Mẫu", "form"),
    ]
}
