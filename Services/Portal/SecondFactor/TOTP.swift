import Crypto
import Foundation

/// Time-based one-time passwords (RFC 6238) as every authenticator app makes them: HMAC-SHA-1, six digits, steps of 30 seconds.
struct TOTP: Sendable {
    static let step: TimeInterval = 30
    private static let digits = 6
    /// Steps before and after the present one whose code is taken: clocks differ, and typing takes time (RFC 6238, §5.2).
    private static let window = 1

    /// 160 bits (RFC 4226, §4).
    let secret: Data

    init(secret: Data) {
        self.secret = secret
    }

    /// A new one.
    init() {
        secret = SymmetricKey(size: SymmetricKeySize(bitCount: 160)).withUnsafeBytes { Data($0) }
    }

    /// The code of a time step (RFC 4226, §5.3).
    func code(at step: Int) -> String {
        let counter = withUnsafeBytes(of: UInt64(max(0, step)).bigEndian) { Data($0) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
        let offset = Int(mac[19] & 0x0F)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let text = String(number % 1_000_000)
        return String(repeating: "0", count: Self.digits - text.count) + text
    }

    /// The time step of which `typed` is the code, later than `last`; nil where it is none of those that are taken now.
    func step(of typed: String, at now: Date, after last: Int) -> Int? {
        let code = typed.filter { !$0.isWhitespace && $0 != "-" }
        guard code.utf8.count == Self.digits, code.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let present = Int(now.timeIntervalSince1970 / Self.step)
        // All of them are looked at, whichever it is.
        return (present - Self.window...present + Self.window).reduce(nil) { found, step in
            Self.isSame(self.code(at: step), code) && step > last ? step : found
        }
    }

    /// For people who type it: RFC 4648, §6, in groups of four.
    var spoken: String {
        let text = base32
        return stride(from: 0, to: text.count, by: 4).map { start in
            String(text.dropFirst(start).prefix(4))
        }.joined(separator: " ")
    }

    /// For the QR code: what authenticator apps read.
    func address(login: String, issuer: String) -> String {
        func escaped(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" }
        return
            "otpauth://totp/\(escaped(issuer)):\(escaped(login))?secret=\(base32)&issuer=\(escaped(issuer))&algorithm=SHA1&digits=6&period=30"
    }

    var base32: String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var text = ""
        var (bits, count) = (0, 0)
        for byte in secret {
            bits = bits << 8 | Int(byte)
            count += 8
            while count >= 5 {
                count -= 5
                text.append(letters[bits >> count & 31])
            }
            bits &= (1 << count) - 1
        }
        if count > 0 { text.append(letters[bits << (5 - count) & 31]) }
        return text
    }

    private static func isSame(_ one: String, _ other: String) -> Bool {
        zip(one.utf8, other.utf8).reduce(UInt8(one.utf8.count == other.utf8.count ? 0 : 1)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
