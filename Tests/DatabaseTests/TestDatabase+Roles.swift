import Database
import Foundation
import Models
import TestKit

extension TestDatabase {
    /// The libpq URI of the test's database with another host, port or user.
    func url(user: String? = nil, host: String? = nil, port: Int? = nil) -> String {
        guard var parts = URLComponents(string: url) else { preconditionFailure("\(url) is no URI") }
        parts.user = user ?? parts.user
        var items = parts.queryItems ?? []
        func set(_ name: String, _ value: String?) {
            guard let value else { return }
            items.removeAll { $0.name == name }
            items.append(URLQueryItem(name: name, value: value))
        }
        set("host", host)
        set("port", port.map { "\($0)" })
        parts.queryItems = items
        return parts.string ?? url
    }

    /// The folder and the port of the server's socket.
    var socket: (folder: String, port: Int) {
        let parts = URLComponents(string: url)
        func item(_ name: String) -> String? { parts?.queryItems?.first { $0.name == name }?.value }
        guard let folder = item("host") ?? parts?.host else { preconditionFailure("\(url) names no socket") }
        return (folder, item("port").flatMap { Int($0) } ?? parts?.port ?? 5432)
    }

    /// Runs a script as the role that owns the schema.
    func asOwner(_ script: String) async throws {
        let owner = Database(DatabaseConfiguration(url: url(user: "intake_owner"), applicationName: "test-owner"))
        try await owner.session { try await $0.script(script) }
    }
}
