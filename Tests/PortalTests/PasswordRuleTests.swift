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
}
