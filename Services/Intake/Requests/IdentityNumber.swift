import Models
import ServiceKit

extension Identity {
    /// Whether identity numbers are shown to this caller whole.
    var seesIdentityNumbers: Bool { ![.province, .ministry, .system].contains(role) }

    /// An identity number as this caller sees it: whoever works on the case needs all of it, who oversees the last three characters
    /// at most, by which two papers can be told apart (OWASP ASVS 5.0, V8.2.3).
    func sees(identityNumber number: String?) -> String? {
        guard let number, !seesIdentityNumbers else { return number }
        let shown = number.count > 5 ? 3 : 0
        return String(repeating: "•", count: number.count - shown) + number.suffix(shown)
    }
}
