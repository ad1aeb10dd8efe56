import Foundation

/// A call that was not answered with success: why, and whether it passes by itself.
struct SampleRefusal: Error, CustomStringConvertible {
    /// In few words, the same for the same reason, to be counted.
    let description: String
    /// Trying again may help: the system is busy or just being started, or one of its parts has not heard yet of what another has.
    let passes: Bool
    /// How long it asks to be left alone.
    let wait: Duration

    /// No answer came.
    init(connection error: any Error) {
        description = "no connection (\(error))"
        passes = true
        wait = .zero
    }

    /// An answer with a problem (RFC 9457).
    init(status: Int, retryAfter: String?, body: Data) {
        let problem = try? JSONDecoder().decode(APIRefusal.self, from: body)
        let codes = Set(problem?.errors?.compactMap(\.code) ?? [])
        passes =
            [429, 502, 503, 504].contains(status) || problem?.type?.hasSuffix("request-in-flight") == true
            || (!codes.isEmpty && codes.isSubset(of: ["unknown_centre", "unknown_organisation"]))
        wait = retryAfter.flatMap(Int.init).map { .seconds(min($0, 5)) } ?? .zero
        let places = problem?.errors?.map { "\($0.pointer): \($0.message)" }.joined(separator: "; ") ?? ""
        description = "\(status) \(places.isEmpty ? problem?.detail ?? problem?.title ?? "" : places)"
    }
}
