import Crypto
import Foundation
import Models
import ServiceKit
import Testing

@testable import Portal

struct PasswordRuleTests {
    private static let person = ["chuyenvien", "Hoàng", "Thị", "Mỷ", "my.hoang@thu.example"]

    @Test(arguments: ["con mèo cái ghế xanh", "nồi cơm bát đũa thìa", "9f8#kQz-11pp-Loop!", "ba lá rau húng quế"])
    func longPasswordsThatNobodyGuessesWillDo(password: String) throws {
        #expect(try PasswordRules().fault(of: password, shortest: PasswordRules.shortestAlone, person: Self.person) == nil)
    }

    @Test(arguments: [
        ("ngắn quá", "too_short"), ("123456789012345", "common"), ("aaaaaaaaaaaaaaaaaa", "common"), ("abcdefghijklmnop", "common"),
        ("Mật khẩu Cầu Nối", "common"), ("hoàng thị mỷ hoàng thị mỷ", "common"), ("chuyenvienchuyenvien", "common"),
        ("trogiupphaply123", "common"), (String(repeating: "dài ", count: 60), "too_long"),
    ])
    func othersWillNot(password: String, code: String) throws {
        #expect(try PasswordRules().fault(of: password, shortest: PasswordRules.shortestAlone, person: Self.person)?.code == code)
    }

    @Test(arguments: ["password", "iloveyou1", "Qwertyuiop", "Matkhau123", "ANHYEUEM"])
    func commonOnesWillNotDoBesideASecondFactorEither(password: String) throws {
        #expect(try PasswordRules().fault(of: password, shortest: PasswordRules.shortestWithFactor, person: []) != nil)
    }

    @Test(arguments: ["\n", "\r\n"], [1, 2, 500])
    func thoseOfTheOperatorsListOfBreachesWillNot(ending: String, count: Int) throws {
        let stolen = (0..<count).map { "con mèo cái ghế xanh \($0)" }
        let lines = stolen.map { Array(Insecure.SHA1.hash(data: Data($0.utf8))).hexadecimal.uppercased() }.sorted()
            .enumerated().map { "\($1):\($0 * $0 * 1_000 + 1)" }
        let place = FileManager.default.temporaryDirectory.appending(path: "breached-\(UUID().uuidString).txt")
        defer { try? FileManager.default.removeItem(at: place) }
        try (lines.joined(separator: ending) + (count == 2 ? "" : ending)).write(to: place, atomically: true, encoding: .utf8)
        let rules = try PasswordRules(breached: BreachedPasswords(place.path()))
        func fault(_ password: String) -> String? { rules.fault(of: password, shortest: PasswordRules.shortestAlone, person: [])?.code }
        for password in stolen { #expect(fault(password) == "breached") }
        for number in 500..<600 { #expect(fault("con mèo cái ghế xanh \(number)") == nil) }
    }

    @Test func whatIsNoListOfBreachesStopsTheStart() throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "breached-\(UUID().uuidString).txt")
        defer { try? FileManager.default.removeItem(at: place) }
        #expect(throws: ConfigurationError.self) { try BreachedPasswords(place.path()) }
        try "matkhau123\n".write(to: place, atomically: true, encoding: .utf8)
        #expect(throws: ConfigurationError.self) { try BreachedPasswords(place.path()) }
    }
}
