import Database
import Foundation
import Messaging
import Models

/// The SQL of parking.
struct ParkedStore: Sendable {
    let consumer: String
    let clock: WallClock

    /// Parks `delivery` once: when it comes again, after a crash before the acknowledgement or after a replay, its open row tells of the last
    /// time. One without an id is known again by what it carries.
    ///
    /// - Parameter bare: without its headers, but for those that stand in columns of their own.
    func park(_ delivery: Delivery, because error: String, bare: Bool = false, in transaction: Transaction) throws {
        let headers = try JSONParameter(bare ? [:] : delivery.storableHeaders)
        let now = clock.now
        transaction.later(
            """
            insert into parked (
                id, consumer, message_id, known_by, name, producer, aggregate, version, headers, body, error, attempts, parked_at, sent_at)
            values (\(UUID.v7(at: now)), \(consumer), \(delivery.id),
                coalesce(\(delivery.id), md5(\(delivery.traits) || encode(\(delivery.body), 'hex'))::uuid), \(delivery.type?.withoutZeroBytes),
                \(delivery.text(Header.producer)?.withoutZeroBytes),
                \(delivery.text(Header.aggregate).flatMap(UUID.init(text:))), \(delivery.integer(Header.version)), \(headers),
                \(delivery.body), \(error.withoutZeroBytes), \(min(max(0, delivery.integer(Header.attempts) ?? 0), 1_000_000)), \(now),
                \(delivery.timestamp))
            on conflict (consumer, known_by) where resolved_at is null do update
            set error = excluded.error, attempts = excluded.attempts, parked_at = excluded.parked_at,
                headers = case when excluded.headers = '{}' then parked.headers else excluded.headers end, times = parked.times + 1
            """)
    }
}

extension Delivery {
    /// Its headers as PostgreSQL's jsonb can hold them.
    var storableHeaders: [String: HeaderJSON] {
        Dictionary(headers.map { ($0.key.withoutZeroBytes, HeaderJSON($0.value.withoutZeroBytes)) }) { first, _ in first }
    }

    /// Its name and headers, but for those (`x-…`) that the broker changes from one delivery to the next.
    fileprivate var traits: String {
        let own = headers.filter { !$0.key.hasPrefix("x-") }.map { "\($0.key)=\($0.value.text)" }.sorted()
        return ([type ?? ""] + own).joined(separator: "\n").withoutZeroBytes
    }
}

extension String {
    /// PostgreSQL's text cannot hold the character U+0000.
    fileprivate var withoutZeroBytes: String { contains("\0") ? replacing("\0", with: "") : self }
}

extension HeaderValue {
    fileprivate var withoutZeroBytes: HeaderValue { string.map { .string($0.withoutZeroBytes) } ?? self }
}
