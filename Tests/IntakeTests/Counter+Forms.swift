import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit

@testable import Intake

/// The page's form as a browser without scripts sends it.
extension Counter {
    /// A sound form; `changes` replaces fields, "" leaves one blank.
    func fields(_ changes: [String: String] = [:], key: String = UUID().text) -> [String: String] {
        [
            "form_key": key, "centre": centre.description, "channel": "in_person", "client.name": "Nông Thị Mẫu", "client.birth.day": "6",
            "client.birth.month": "5", "client.birth.year": "1980", "client.gender": "female", "client.ethnicity": "Tày",
            "categories": "poor_household", "form": "advice", "field": "civil", "summary": "Tranh chấp (mẫu)",
        ].merging(changes) { $1 }
    }

    func send(_ fields: [String: String], to path: String = "/requests/new", by identity: Identity?, script: Bool = false) async throws
        -> TestResponse
    {
        let escaped = fields.sorted { $0.key < $1.key }.map { name, value in
            name + "=" + (value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
        }
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        if script, let fragment = HTTPField.Name("X-Fragment") { headers[fragment] = "1" }
        return try await test.ask(.post, path, by: identity, headers, body: Data(escaped.joined(separator: "&").utf8))
    }

    /// How many drafts there are.
    func drafts() async throws -> Int {
        try await test.house.database.transaction(.service) {
            try await $0.value("select count(*) from request_drafts", as: Int.self) ?? 0
        }
    }

    /// Forgets what is over, as once an hour; how many rows that was.
    func sweep() async throws -> Int {
        var forgotten = 0
        for sweep in test.parts.sweeps { forgotten += try await sweep(in: test.house.database) }
        return forgotten
    }

    /// How many requests there are.
    func requests() async throws -> Int {
        try await test.house.database.transaction(.service) { try await $0.value("select count(*) from requests", as: Int.self) ?? 0 }
    }
}

extension TestResponse {
    /// The first code of that many groups of four letters that the page shows.
    func code(groups: Int) -> String? {
        let pattern = "<code>([0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){\(groups - 1)})</code>"
        guard let regex = try? Regex(pattern, as: (Substring, Substring).self) else { return nil }
        return text.firstMatch(of: regex).map { String($0.1) }
    }
}
