import Database
import Foundation
import Models

extension RequestStore {
    /// How long a request that is over is still looked at.
    static let recent: TimeInterval = 365 * 86_400
    /// Of people born in one year, about one field, at one organisation.
    private static let mostCompared = 200

    /// Requests within the scope that are open or came since `now` less ``recent``, by what looks like the same person about the same matter; without those
    /// that were passed on and became this one.
    func duplicates(of client: SoughtClient, at now: Date, in transaction: Transaction) async throws -> [Duplicate] {
        client.same(among: try await transaction.ask(Self.earlier(than: client, at: now)))
    }

    /// Those among whom they are looked for, by ``SoughtClient/same(among:)``.
    static func earlier(than client: SoughtClient, at now: Date) -> Query<[EarlierRequest]> { .all(query(earlierThan: client, at: now)) }

    /// Whoever was born in the same year, or has the same identity number. A centre looks among its own people, by an index that begins with them.
    static func query(earlierThan client: SoughtClient, at now: Date) -> SQL {
        let (first, last) = client.birthdays
        return """
            select requests.id, requests.received_at, requests.state, requests.client_name, requests.client_name_key, requests.client_birth,
                requests.client_identity_number, cases.id as case_id, cases.code as case_code
            from requests
            left join lateral (select id, code, \(CaseFilter.isOpen) as is_open from cases where request = requests.id) as cases on true
            where requests.id = any (array(
                    select id
                    from requests
                    where organisation = any (\(Scope.own))
                      and client_birth between \(first) and \(last)
                    union
                    select id from requests where scope_kind() in ('province', 'country') and client_birth between \(first) and \(last)
                    union
                    select id from requests where client_identity_number = \(client.identityNumber)))
              and (requests.field = \(client.field) or requests.matter = \(client.matter))
              and (requests.received_at > \(now.addingTimeInterval(-recent))
                or requests.state in ('received', 'supplement_asked')
                or cases.is_open)
              and requests.id is distinct from \(client.request)
              and requests.id not in (
                    with recursive passed (request) as (
                        select sender_request from transfers where request = \(client.request)
                        union
                        select transfers.sender_request from transfers join passed on transfers.request = passed.request
                    )
                    select request from passed)
            order by requests.received_at desc
            limit \(mostCompared)
            """
    }

    /// Keeps why it is another request than those that it looks like.
    func setApart(_ id: RequestID, because reason: String, from others: [RequestID], in transaction: Transaction) {
        transaction.later(
            """
            update requests
            set distinct_reason = \(reason), distinct_from = array(select distinct unnest(distinct_from || \(others)))
            where id = \(id)
            """)
    }
}
