import Database
import Foundation
import Models
import ServiceKit

/// The SQL of printing: a centre's own layouts, lines of the register, opposing parties.
struct DocumentStore: Sendable {
    /// The centre's own layout in force; nil where it takes the house's.
    func layout(of form: String, _ organisation: OrganisationID, in transaction: Transaction) async throws -> String? {
        try await transaction.value(
            "select text from document_templates where organisation = \(organisation) and form = \(form) order by version desc limit 1",
            as: String?.self) ?? nil
    }

    /// Every version of it, the latest first.
    func layouts(of form: String, _ organisation: OrganisationID, in transaction: Transaction) async throws -> [LayoutVersion] {
        try await transaction.all(
            """
            select form, version, text, made_by, made_at
            from document_templates
            where organisation = \(organisation) and form = \(form)
            order by version desc
            limit 50
            """)
    }

    /// The latest version of each form.
    func layouts(of organisation: OrganisationID, in transaction: Transaction) async throws -> [LayoutVersion] {
        try await transaction.all(
            """
            select distinct on (form) form, version, text, made_by, made_at
            from document_templates
            where organisation = \(organisation)
            order by form, version desc
            """)
    }

    /// Adds a version; nil: the house's own from now on. Gives false where somebody else added one meanwhile.
    func add(
        _ text: String?, after version: Int, of form: String, _ organisation: OrganisationID, _ province: String, by actor: String,
        at now: Date, in transaction: Transaction
    ) async throws -> Bool {
        try await transaction.execute(
            """
            insert into document_templates (organisation, province, form, version, text, made_by, made_at)
            values (\(organisation), \(province), \(form), \(version + 1), \(text), \(actor), \(now))
            on conflict (organisation, form, version) do nothing
            """) == 1
    }

    func opposing(of request: RequestID, in transaction: Transaction) async throws -> [String] {
        try await transaction.rows("select name from parties where request = \(request) and role = 'opposing' order by id").map {
            try $0.get("name")
        }
    }

    /// How many lines the register of an organisation has between two days of acceptance.
    func lines(of asked: RegisterRequest, in transaction: Transaction) async throws -> Int {
        try await transaction.value(
            """
            select count(*) from cases
            where organisation = \(asked.organisation) and accepted_on between \(asked.from) and \(asked.to)
            """, as: Int.self) ?? 0
    }

    /// A volume of them, in the order of their numbers, each of `length` lines.
    func register(_ asked: RegisterRequest, length: Int, in transaction: Transaction) async throws -> [RegisterLine] {
        try await transaction.all(
            """
            select cases.id, cases.code, cases.number, cases.imported, cases.accepted_on, cases.client_name, requests.client_birth, requests.client_gender, requests.client_ethnicity,
                requests.client_address, requests.residence_commune, requests.residence_province, cases.counted_as, cases.field, cases.form, requests.summary, cases.helper_name, cases.ended_on,
                cases.result
            from cases join requests on requests.id = cases.request
            where cases.organisation = \(asked.organisation) and cases.accepted_on between \(asked.from) and \(asked.to)
            order by cases.series, cases.number
            limit \(length) offset \((asked.volume - 1) * length)
            """)
    }
}

/// A version of a centre's own layout.
struct LayoutVersion: RowDecodable {
    let form: String
    let version: Int
    /// Nil: back to the house's.
    let text: String?
    let madeBy: String
    let madeAt: Date

    init(_ row: Row) throws {
        form = try row.get("form")
        version = try row.get("version")
        text = try row.get("text")
        madeBy = try row.get("made_by")
        madeAt = try row.get("made_at")
    }
}
