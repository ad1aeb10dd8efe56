/// What is said on channels of the database (`listen`), as it comes, from a connection of its own that is replaced when it is lost. One loop reads it.
///
/// Ends when the reading task is cancelled. What is not read is kept up to a limit; past it, all is dropped for one ``ChannelEvent/mayHaveMissed``.
package struct Notifications: AsyncSequence, AsyncIteratorProtocol {
    private let listener: Listener

    init(of channels: [String], pool: Pool) {
        listener = Listener(channels: channels, pool: pool)
    }

    package func next() async -> ChannelEvent? {
        await listener.mailbox.next()
    }

    package func makeAsyncIterator() -> Notifications { self }
}

extension Database {
    /// Listens on `channels`. The first event is ``ChannelEvent/mayHaveMissed``: the time to look at the tables.
    package func notifications(of channels: String...) -> Notifications {
        Notifications(of: channels, pool: pool)
    }
}
