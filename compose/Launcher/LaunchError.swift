import Foundation

/// Something that keeps `caunoi` from doing what it was asked: what happened, and what to do about it.
struct LaunchError: Error, CustomStringConvertible, LocalizedError {
    let what: String
    let remedy: String?

    init(_ what: String, remedy: String? = nil) {
        self.what = what
        self.remedy = remedy
    }

    /// - Parameter remedy: in several lines.
    init(_ what: String, remedy lines: [String]) {
        self.init(what, remedy: lines.joined(separator: "\n       "))
    }

    var description: String {
        guard let remedy else { return what }
        return "\(what)\n       \(remedy)"
    }

    var errorDescription: String? { description }
}

/// The C library's words for what went wrong last on this thread.
func systemReason(_ code: Int32) -> String {
    String(cString: strerror(code))
}
