/// The languages people are answered in; Vietnamese where nothing else was asked for.
package enum Language: String, CaseIterable, Sendable {
    case vi, en

    /// The best of ours for an `Accept-Language` header (RFC 9110 §12.5.4); nil where it names none of them.
    package init?(acceptLanguage header: String) {
        let ranked = header.split(separator: ",").enumerated().compactMap { position, entry -> (Language, Double, Int)? in
            let parts = entry.split(separator: ";").map { $0.trimmingPrefix { $0 == " " } }
            guard let tag = parts.first, let language = Language(rawValue: tag.prefix(2).lowercased()) else { return nil }
            guard tag.count == 2 || tag.dropFirst(2).first == "-" else { return nil }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            return weight > 0 ? (language, weight, position) : nil
        }
        guard let best = ranked.max(by: { ($0.1, -$0.2) < ($1.1, -$1.2) }) else { return nil }
        self = best.0
    }
}
