import Pages
import Rules
import ServiceKit

extension Ground {
    /// Its title, with its article in brackets.
    func words(_ t: Sentences) -> String {
        "\(title.text(t.language.rawValue)) (\(Citation(article).text(t.language.rawValue)))"
    }

    /// As an entry of a list to choose from.
    func choice(_ t: Sentences) -> Choice { Choice(key, words(t)) }
}
