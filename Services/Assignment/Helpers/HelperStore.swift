import Database
import Foundation
import Models
import ServiceKit

/// The SQL of the helpers.
enum HelperStore {
    /// - Parameter today: the day that decides who is absent.
    static func find(_ id: HelperID, on today: LegalDate, in transaction: Transaction) async throws -> Helper? {
        try await transaction.first("\(selection(on: today)) where helpers.id = \(id)")
    }

    /// Locks the row against other changes of it.
    static func lock(_ id: HelperID, in transaction: Transaction) async throws {
        _ = try await transaction.rows("select id from helpers where id = \(id) for no key update")
    }

    static func insert(
        _ id: HelperID, of organisation: Organisation, _ draft: HelperDraft, at now: Date, in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            insert into helpers (id, organisation, province, kind, name, name_folded, email, phone, card_number, appointed_on, active, version,
                created_at, changed_at)
            values (\(id), \(organisation.id), \(organisation.province), \(draft.kind), \(draft.name), \(NameKey.fold(draft.name)),
                \(draft.email), \(draft.phone), \(draft.cardNumber), \(draft.appointedOn), \(draft.active), 1, \(now), \(now))
            """)
    }

    static func update(_ id: HelperID, _ draft: HelperDraft, at now: Date, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            update helpers
            set kind = \(draft.kind), name = \(draft.name), name_folded = \(NameKey.fold(draft.name)), email = \(draft.email),
                phone = \(draft.phone), card_number = \(draft.cardNumber), appointed_on = \(draft.appointedOn), active = \(draft.active),
                version = version + 1, changed_at = \(now)
            where id = \(id)
            """)
    }

    /// Notes that waiting cases may find this helper now.
    static func touch(_ id: HelperID, at now: Date, in transaction: Transaction) {
        transaction.later("update helpers set changed_at = \(now) where id = \(id)")
    }

    /// As the filter sorts them, then by name and id.
    static func list(_ filter: HelperFilter, on today: LegalDate, in transaction: Transaction) async throws -> [Helper] {
        var conditions: [SQL] = ["true"]
        if let organisation = filter.organisation { conditions.append("helpers.organisation = \(organisation)") }
        if let kind = filter.kind { conditions.append("helpers.kind = \(kind)") }
        if let active = filter.active { conditions.append("helpers.active = \(active)") }
        if let name = filter.name { conditions.append("helpers.name_folded like \(NameKey.pattern(name))") }
        let (key, sorting) = (filter.sorting.column.expression, filter.sorting)
        if let keys = filter.page.after?.keys {
            conditions.append(
                """
                (\(key), helpers.name_folded, helpers.id)
                    \(sorting.beyond) (\(sorting.column.value(keys[0])), \(keys[1]), \(UUID(text: keys[2])))
                """)
        }
        return try await transaction.all(
            """
            \(selection(on: today))
            where \(conditions.joined(" and "))
            \(sorting.order(by: key, "helpers.name_folded", "helpers.id"))
            limit \(filter.page.limit + 1)
            """)
    }

    /// All of some organisations, by their signs.
    static func registered(at organisations: [OrganisationID], in transaction: Transaction) async throws -> [RegisteredHelper] {
        try await transaction.all(
            """
            select id, organisation, kind, name, email, card_number, active
            from helpers
            where organisation = any(\(organisations))
            order by id
            """)
    }

    private static func selection(on today: LegalDate) -> SQL {
        """
        select \(Helper.columns),
            exists (
                select from absences
                where absences.helper = helpers.id and absences.ends_on >= \(today) and absences.starts_on <= \(today)
            ) as absent_today,
            (select bool_or(helper_accounts.active) from helper_accounts where helper_accounts.helper = helpers.id) as account_open
        from helpers
        join organisations on organisations.id = helpers.organisation
        cross join lateral (
            select coalesce(sum(weight), 0) as points, count(*) as cases
            from assignments
            where assignments.helper = helpers.id and \(CaseResting.isAtWork)
        ) as load
        """
    }
}
