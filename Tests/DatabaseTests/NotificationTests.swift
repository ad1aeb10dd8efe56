import Foundation
import Models
import TestKit
import Testing

@testable import Database

@Suite(.timeLimit(.minutes(1))) struct NotificationTests {
    @Test func whatIsNotifiedIsHeardInOrder() async throws {
        let database = try await TestDatabase.make(.intake).database
        let events = database.notifications(of: "news", "a \"quoted\" name").makeAsyncIterator()
        #expect(await events.next() == .mayHaveMissed)
        try await database.transaction(.service) { transaction in
            for number in 1...3 { transaction.later("select pg_notify('news', \("\(number)"))") }
            transaction.later("select pg_notify('a \"quoted\" name', 'x')")
        }
        for number in 1...3 { #expect(await events.next() == .notified(channel: "news", payload: "\(number)")) }
        #expect(await events.next() == .notified(channel: "a \"quoted\" name", payload: "x"))
    }

    @Test func aListenerWhoseConnectionIsLostListensAgainAndSaysSo() async throws {
        let test = try await TestDatabase.make(.intake)
        let line = try Line(to: test.socket)
        let database = Database(DatabaseConfiguration(url: test.url(host: line.folder, port: line.port), applicationName: "test"))
        let events = database.notifications(of: "news").makeAsyncIterator()
        #expect(await events.next() == .mayHaveMissed)
        line.cutAll()
        #expect(await events.next() == .mayHaveMissed)
        try await test.database.execute(.none, "select pg_notify('news', 'again')")
        #expect(await events.next() == .notified(channel: "news", payload: "again"))
        line.close()
    }

    @Test func whatNobodyReadsDoesNotGrowAndIsToldAsMissed() async throws {
        let mailbox = Mailbox()
        for number in 1...5 * Mailbox.limit { mailbox.put(.notified(channel: "news", payload: "\(number)")) }
        mailbox.put(.notified(channel: "news", payload: "last"))
        var read: [ChannelEvent?] = []
        repeat { read.append(await mailbox.next()) } while read.last != .notified(channel: "news", payload: "last")
        #expect(read.first == .mayHaveMissed)
        #expect(read.count <= Mailbox.limit + 1)
    }

    @Test func aNotificationOnAConnectionOfThePoolIsDrained() async throws {
        let test = try await TestDatabase.make(.intake)
        let database = Database(DatabaseConfiguration(url: test.url, applicationName: "test", connections: 1))
        let heard = Counted()
        try await database.pool.withConnection { connection in
            connection.listen({ _, _ in heard.increment() }, onLoss: {})
            try await connection.script("listen news")
        }
        for _ in 1...20 { try await database.execute(.none, "select pg_notify('news', n::text) from generate_series(1, 500) n") }
        try await database.ping()
        #expect(heard.value == 10_000)
    }

    @Test func aReaderIsReleasedWhenItsTaskIsCancelled() async throws {
        let database = try await TestDatabase.make(.intake).database
        let events = database.notifications(of: "news")
        let reader = Task {
            var heard = 0
            for await _ in events { heard += 1 }
            return heard
        }
        reader.cancel()
        #expect(await reader.value <= 1)
    }
}
