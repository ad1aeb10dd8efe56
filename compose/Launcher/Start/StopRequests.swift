import Dispatch
import Foundation

/// Reasons to stop, as they come: Ctrl-C, the terminal's end, `caunoi down`.
final class StopRequests: Sendable {
    /// The reasons, in words.
    let reasons: AsyncStream<String>
    private let input: AsyncStream<String>.Continuation
    // Written once, before anyone else can see it, and only cancelled at the end.
    nonisolated(unsafe) private let sources: [any DispatchSourceSignal]

    init() {
        let (reasons, input) = AsyncStream.makeStream(of: String.self)
        self.reasons = reasons
        self.input = input
        // A reader who has gone away must not end us.
        signal(SIGPIPE, SIG_IGN)
        sources = [(SIGINT, "Ctrl-C"), (SIGTERM, "asked to stop"), (SIGHUP, "the terminal is gone")].map { number, words in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { input.yield(words) }
            source.resume()
            return source
        }
    }

    /// Another reason.
    func add(_ reason: String) {
        input.yield(reason)
    }

    deinit {
        for source in sources { source.cancel() }
    }
}
