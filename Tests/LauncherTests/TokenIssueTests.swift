import Foundation
import Models
import Testing

@testable import Launcher

@Suite struct TokenIssueTests {
    private func words(_ issue: TokenIssue) async throws -> String {
        let scratch = try Scratch()
        let folder = try scratch.dataFolder()
        return await #expect(throws: LaunchError.self) { try await issue.token(in: folder) }?.description ?? ""
    }

    @Test func aRoleWithoutItsScopeIsRefused() async throws {
        let organisation = OrganisationID(at: Date())
        #expect(try await words(TokenIssue(role: .leader)).contains("--organisation"))
        #expect(try await words(TokenIssue(role: .helper, organisation: organisation)).contains("--helper"))
        #expect(try await words(TokenIssue(role: .province)).contains("--province"))
    }

    @Test(arguments: [0, 86_401]) func aLifeTooLongOrTooShortIsRefused(_ seconds: Int) async throws {
        #expect(try await words(TokenIssue(role: .system, lifetime: seconds)).contains("--ttl"))
    }

    @Test func withoutAKeyThereIsNoToken() async throws {
        #expect(try await words(TokenIssue(role: .system)).contains("caunoi up"))
    }
}
