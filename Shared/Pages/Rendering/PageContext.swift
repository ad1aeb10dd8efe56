import Foundation
import HTTPTypes
package import Hummingbird
package import Models
package import ServiceKit

/// What the layout must know of a request: its language, who asks, and where.
package struct PageContext: Hashable, Sendable {
    /// Whoever is signed in, as the header shows them.
    package struct Person: Hashable, Sendable {
        package let name: String
        package let role: Role

        package init(name: String, role: Role) {
            self.name = name
            self.role = role
        }
    }

    package var language: Language
    /// The path without the query: marks the present entry of the navigation.
    package var path: String
    /// The query without `lang` and `notice`: kept by the language switch.
    package var query: String
    /// Nil for the public.
    package var person: Person?
    /// Asked for by a page's script (`X-Fragment: 1`): only the panel is wanted, without the layout.
    package var isFragment: Bool
    /// What the reader may quote to the people who run the system; shown on error pages.
    package var reference: String?
    /// The key of a sentence that says what has just been done (`?notice=…` after a redirect), shown above the page once.
    package var notice: String?

    package init(
        language: Language = .vi, path: String = "/", query: String = "", person: Person? = nil, isFragment: Bool = false,
        reference: String? = nil, notice: String? = nil
    ) {
        self.language = language
        self.path = path
        self.query = query
        self.person = person
        self.isFragment = isFragment
        self.reference = reference
        self.notice = notice
    }

    /// From the request line (several slashes at its beginning would be another site's name in a link) and headers; who asks and in which language is known to the caller.
    package init(_ request: Request, language: Language, person: Person?, reference: String?) {
        let target = (request.head.path ?? "/").split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let pairs = (target.count > 1 ? target[1] : "").split(separator: "&")
        let notice = pairs.first { $0.hasPrefix("notice=") }?.dropFirst("notice=".count)
        self.init(
            language: language, path: "/" + (target.first ?? "").drop { $0 == "/" },
            query: pairs.filter { !$0.hasPrefix("lang=") && !$0.hasPrefix("notice=") }.joined(separator: "&"),
            person: person, isFragment: request.headers[.fragment] == "1", reference: reference, notice: notice.map { "notice_\($0)" })
    }

    /// Without the reference, which is another for each request.
    package var unreferenced: PageContext {
        var context = self
        context.reference = nil
        return context
    }

    /// This page in another language.
    func address(in language: Language) -> String {
        path + "?" + (query.isEmpty ? "" : query + "&") + "lang=\(language.rawValue)"
    }
}

extension HTTPField.Name {
    /// `X-Fragment: 1`: a page's script asks for a panel alone.
    package static var fragment: HTTPField.Name { HTTPField.Name("X-Fragment") ?? .accept }
}
