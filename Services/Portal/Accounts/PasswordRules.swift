import Foundation
import Models
import ServiceKit

/// What a password must be (NIST SP 800-63B-4, 3.1.1): long, not one that everybody tries, not the person's own name; and nothing else, neither a
/// mixture of characters nor a change every few months.
struct PasswordRules: Sendable {
    /// Where it is all that stands before the account.
    static let shortestAlone = 15
    /// Where a second factor stands beside it.
    static let shortestWithFactor = 8
    static let longest = 200

    /// Lower case, without accents.
    private let common: Set<String>
    private let breached: BreachedPasswords?

    /// With the operator's list of passwords from breaches, where there is one. Throws ``ConfigurationError`` where it cannot be read.
    init(_ configuration: ServiceConfiguration) throws {
        try self.init(breached: configuration.value(.breachedPasswords).map(BreachedPasswords.init))
    }

    /// Throws where the list of common ones is missing.
    init(breached: BreachedPasswords? = nil) throws {
        self.breached = breached
        guard let file = Bundle.module.url(forResource: "common-passwords", withExtension: "txt", subdirectory: "Passwords") else {
            throw CocoaError(.fileNoSuchFile)
        }
        common = Set(try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init))
    }

    /// What is wrong with a password; nil where nothing is.
    ///
    /// - Parameters:
    ///   - shortest: in characters, as people count them.
    ///   - person: words that belong to the person: the sign-in name, the parts of the name.
    func fault(of password: String, shortest: Int, person: [String]) -> FieldError? {
        let composed = password.precomposedStringWithCanonicalMapping
        guard composed.count >= shortest else { return FieldError("/password", .tooShort(minimum: shortest)) }
        guard composed.count <= Self.longest else { return FieldError("/password", .tooLong(maximum: Self.longest)) }
        let plain = Self.plain(composed)
        let own = person.map(Self.plain).filter { $0.count >= 3 }
        // What is left without the words that others would try first.
        let rest = (own + Self.house).reduce(plain) { $0.replacing($1, with: "") }
        if common.contains(plain) || common.contains(rest) || rest.count < shortest / 2 || Set(rest).count < 4 || Self.isSequence(plain) {
            return Self.guessed
        }
        return breached?.contains(composed) == true ? Self.known : nil
    }

    private static let house = ["caunoi", "trogiupphaply", "matkhau", "password"]

    private static func plain(_ text: String) -> String {
        text.lowercased().replacing("đ", with: "d").folding(options: .diacriticInsensitive, locale: nil).filter { !$0.isWhitespace }
    }

    /// `123456789…`, `abcdefgh…`, `987…`.
    private static func isSequence(_ text: String) -> Bool {
        let values = text.unicodeScalars.map { Int($0.value) }
        let steps = zip(values, values.dropFirst()).map { $1 - $0 }
        let runs = steps.count { abs($0) == 1 || $0 == 0 || $0 == -9 }
        return runs * 10 >= steps.count * 8
    }

    private static let guessed = FieldError(
        "/password", code: "common",
        message: Bilingual(
            vi: "Mật khẩu này dễ đoán. Hãy dùng vài từ không liên quan đến nhau, ví dụ tên bốn đồ vật trong nhà.",
            en:
                "This password is easily guessed. Take a few words that have nothing to do with each other, the names of four things at home, say."
        ))

    private static let known = FieldError(
        "/password", code: "breached",
        message: Bilingual(
            vi: "Mật khẩu này nằm trong danh sách mật khẩu đã bị lộ ở nơi khác. Hãy chọn mật khẩu khác, và đổi ở mọi nơi đang dùng nó.",
            en: "This password is on a list of those that were stolen elsewhere. Take another one, and change it wherever you use it."))
}

extension Account {
    /// How long its password must be.
    func shortestPassword(_ secondFactor: SecondFactor) -> Int {
        hasSecondFactor || secondFactor.isRequired(of: role) ? PasswordRules.shortestWithFactor : PasswordRules.shortestAlone
    }

    /// Words that do not make a password.
    var ownWords: [String] { [login] + displayName.split(separator: " ").map(String.init) + (email.map { [$0] } ?? []) }
}
