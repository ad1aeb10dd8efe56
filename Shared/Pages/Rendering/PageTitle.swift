/// What a page is called: a key of the catalogue (written as a plain literal), or the name of the thing it shows.
package enum PageTitle: Sendable, ExpressibleByStringLiteral {
    /// A key of the catalogue.
    case key(String)
    /// Text as it is: a case code, a helper's name.
    case text(String)

    package init(stringLiteral key: String) {
        self = .key(key)
    }

    func text(_ sentences: Sentences) -> String {
        switch self {
        case .key(let key): sentences(key)
        case .text(let text): text
        }
    }
}
