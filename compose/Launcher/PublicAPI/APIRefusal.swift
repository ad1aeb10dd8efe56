import Foundation

/// Why the API refused a call (RFC 9457), as far as commands tell of it.
struct APIRefusal: Decodable, Sendable {
    struct Field: Decodable, Sendable {
        /// A JSON pointer.
        let pointer: String
        let code: String?
        let message: String
    }

    let type: String?
    let title: String?
    let detail: String?
    let errors: [Field]?

    /// The title, the detail and what is wrong with each field, a line each.
    var lines: [String] {
        [title, detail].compactMap(\.self)
            + (errors ?? []).map { field in
                let place = field.pointer.split(separator: "/").joined(separator: ".")
                return place.isEmpty ? field.message : "\(place): \(field.message)"
            }
    }

    /// The lines of an answer; its own text where it is no such document, as of a proxy between.
    static func lines(of answer: Data) -> [String] {
        let known = (try? JSONDecoder().decode(APIRefusal.self, from: answer))?.lines ?? []
        return known.isEmpty ? [String(decoding: answer.prefix(1_000), as: UTF8.self)] : known
    }
}
