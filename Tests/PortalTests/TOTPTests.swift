import Foundation
import Testing

@testable import Portal

struct TOTPTests {
    /// RFC 6238, appendix B (SHA-1; the last six of its eight digits).
    @Test(arguments: [
        (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"), (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ])
    func theCodesAreThoseOfTheStandard(seconds: Int, code: String) {
        #expect(TOTP(secret: Data("12345678901234567890".utf8)).code(at: seconds / 30) == code)
    }

    /// RFC 4648, §10.
    @Test(arguments: [("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI")])
    func theSecretIsWrittenInBase32(text: String, base32: String) {
        #expect(TOTP(secret: Data(text.utf8)).base32 == base32)
    }

    @Test func aCodeIsTakenOnceAndAroundItsTimeOnly() throws {
        let totp = TOTP()
        let now = Date(timeIntervalSince1970: 1_800_000_015)
        let step = 60_000_000
        #expect(totp.step(of: totp.code(at: step), at: now, after: 0) == step)
        #expect(totp.step(of: totp.code(at: step), at: now, after: step) == nil)
        #expect(totp.step(of: totp.code(at: step - 1), at: now, after: 0) == step - 1)
        #expect(totp.step(of: totp.code(at: step + 1), at: now, after: 0) == step + 1)
        for far in [step - 2, step + 2] where ![step - 1, step, step + 1].map(totp.code).contains(totp.code(at: far)) {
            #expect(totp.step(of: totp.code(at: far), at: now, after: 0) == nil)
        }
        #expect(totp.step(of: "12345", at: now, after: 0) == nil)
        #expect(totp.step(of: "１２３４５６", at: now, after: 0) == nil)
    }

    @Test func aSecretOpensForItsOwnerOnly() throws {
        let box = SecretBox(secrets: ["key"])
        let sealed = try box.seal(Data("secret".utf8), for: "a")
        #expect(try box.open(sealed, for: "a") == Data("secret".utf8))
        #expect(throws: (any Error).self) { try box.open(sealed, for: "b") }
        #expect(throws: (any Error).self) { try SecretBox(secrets: ["other"]).open(sealed, for: "a") }
    }

    @Test func recoveryCodesAreReadAsPeopleTypeThem() {
        let code = RecoveryCode()
        #expect(RecoveryCode(typed: code.text.uppercased().replacing("-", with: " "))?.hash == code.hash)
        #expect(RecoveryCode(typed: String(code.text.dropLast())) == nil)
    }
}
