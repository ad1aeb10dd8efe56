import Synchronization

/// What was made last for each key, with what it was made of. Whoever finds the same again need not make it again; what is found is looked up each
/// time, so that nothing is older than its answer.
package final class LastMade<Key: Hashable & Sendable, Contents: Equatable & Sendable, Made: Sendable>: Sendable {
    private struct Kept {
        let contents: Contents
        let made: Made
        var lastUsed: Int
    }

    private struct State {
        var kept: [Key: Kept] = [:]
        var uses = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: how many are kept; the one that was not asked for longest gives way.
    package init(limit: Int) {
        self.limit = limit
    }

    /// - Parameters:
    ///   - key: all else that it depends on: for a page who looks, at which address, in which language.
    ///   - make: makes it, where the last one for this key was made of something else.
    package func made(of contents: Contents, for key: Key, make: () throws -> Made) rethrows -> Made {
        let known = state.withLock { state -> Made? in
            guard let kept = state.kept[key], kept.contents == contents else { return nil }
            state.uses += 1
            state.kept[key]?.lastUsed = state.uses
            return kept.made
        }
        if let known { return known }
        let made = try make()
        state.withLock { state in
            if state.kept[key] == nil, state.kept.count >= limit {
                let oldest = state.kept.min { $0.value.lastUsed < $1.value.lastUsed }
                if let oldest { state.kept[oldest.key] = nil }
            }
            state.uses += 1
            state.kept[key] = Kept(contents: contents, made: made, lastUsed: state.uses)
        }
        return made
    }
}
