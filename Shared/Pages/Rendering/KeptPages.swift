package import Hummingbird
import Synchronization

/// The pages that were made last, each with what it shows. Whoever finds the same again when they look need not make the page again; what is shown
/// is looked up each time, so that a page is never older than its answer.
package final class KeptPages<Look: Hashable & Sendable, Contents: Equatable & Sendable>: Sendable {
    private struct Kept {
        let contents: Contents
        let page: Response
        var lastUsed: Int
    }

    private struct State {
        var pages: [Look: Kept] = [:]
        var uses = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: how many are kept; the one that was not asked for longest gives way.
    package init(limit: Int) {
        self.limit = limit
    }

    /// - Parameters:
    ///   - look: all else that the page depends on: who looks, at which address, in which language.
    ///   - make: makes the page, where the last one for this look showed something else.
    package func page(of contents: Contents, for look: Look, make: () throws -> Response) rethrows -> Response {
        let known = state.withLock { state -> Response? in
            guard let kept = state.pages[look], kept.contents == contents else { return nil }
            state.uses += 1
            state.pages[look]?.lastUsed = state.uses
            return kept.page
        }
        if let known { return known }
        let page = try make()
        state.withLock { state in
            if state.pages[look] == nil, state.pages.count >= limit {
                let oldest = state.pages.min { $0.value.lastUsed < $1.value.lastUsed }
                if let oldest { state.pages[oldest.key] = nil }
            }
            state.uses += 1
            state.pages[look] = Kept(contents: contents, page: page, lastUsed: state.uses)
        }
        return page
    }
}
