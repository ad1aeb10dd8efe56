import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import Outbox
import ServiceKit
import TestKit

@testable import Portal

/// Portal on a database of its own, with a browser that keeps cookies.
final class Desk: Sendable {
    let test: TestHouse
    let accounts = AccountStore()
    let sessions: Sessions
    let enter: EnterAccount
    private let key: URL

    var database: Database { test.house.database }

    private init(_ test: TestHouse, key: URL) {
        self.test = test
        self.key = key
        sessions = Sessions(database: test.house.database, accounts: accounts)
        enter = EnterAccount(
            database: test.house.database, accounts: accounts, sessions: sessions,
            waysIn: WaysIn(accounts: accounts, persons: ConnectedPersons(), clock: test.house.clock), outbox: test.house.outbox,
            tell: TellAccount(accounts: accounts, outbox: test.house.outbox, clock: test.house.clock),
            hasher: PasswordHasher(cost: .init(logN: 10)), clock: test.house.clock)
    }

    deinit {
        try? FileManager.default.removeItem(at: key)
    }

    static func make(publicURL: String = "http://127.0.0.1:8080", environment: [String: String] = [:]) async throws -> Desk {
        let key = FileManager.default.temporaryDirectory.appending(path: "caunoi-key-\(UUID()).pem")
        try Data(TokenSigner.newPrivateKeyPEM().utf8).write(to: key)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
        let test = try await TestHouse.make(
            .portal, migrations: App.migrations,
            environment: ["CAUNOI_TOKEN_PRIVATE_KEY": key.path, "CAUNOI_PUBLIC_URL": publicURL].merging(environment) { $1 },
            build: App.build)
        return Desk(test, key: key)
    }

    /// A member of staff with the password „mật khẩu dài lắm“, unless said otherwise.
    @discardableResult
    func account(
        _ login: String = "staff@mau", role: Role = .staff, email: String? = nil, password: String = Desk.password
    ) async throws -> EnterAccount.Outcome {
        let draft = try AccountDraft(
            login: login, displayName: "Hoàng Thị Mỷ", email: email, role: role, organisation: Desk.centre, province: "08",
            helper: Desk.helper)
        return try await enter(draft, password: password, by: "test")
    }

    static let password = "mật khẩu dài lắm"
    static let centre = OrganisationID(at: Date(timeIntervalSince1970: 1_700_000_000))
    static let helper = HelperID(at: Date(timeIntervalSince1970: 1_700_000_001))

    /// Sends the form. Returns the answer.
    func signIn(
        _ login: String = "staff@mau", password: String = Desk.password, next: String? = nil, from address: String = "192.0.2.1",
        cookies: String? = nil
    ) async throws -> TestResponse {
        var parts = ["login": login, "password": password]
        parts["next"] = next
        let body = parts.map { "\(Self.encoded($0.key))=\(Self.encoded($0.value))" }.joined(separator: "&")
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        headers[try Self.name("X-Forwarded-For")] = address
        headers[.cookie] = cookies
        return try await test.ask(.post, "/sign-in", by: nil, headers, body: Data(body.utf8))
    }

    /// Signs in and returns the cookies as a browser sends them.
    func cookies() async throws -> String { Self.cookies(of: try await signIn()) }

    /// What a browser keeps of an answer.
    static func cookies(of answer: TestResponse) -> String {
        answer.headers[values: .setCookie].map { String($0.prefix { $0 != ";" }) }.joined(separator: "; ")
    }

    /// One cookie's value out of those that a browser sends.
    static func cookie(_ name: String, in cookies: String) -> String? {
        cookies.split(separator: "; ").first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
    }

    static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    private static func name(_ text: String) throws -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { throw CocoaError(.formatting) }
        return name
    }
}
