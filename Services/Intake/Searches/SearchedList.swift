import Foundation
import Models
import ServiceKit

/// What a list is narrowed to by a text, which its address names by a handle or holds itself.
protocol SearchedList {
    var text: String? { get set }
    /// By which the address names the text; nil where it holds the text itself.
    var handle: UUID? { get set }
}

extension SearchedList {
    /// What the list's address says of it, by name.
    var searchParameters: [(name: String, value: String?)] {
        [("q", handle == nil ? text : nil), ("search", handle?.text)]
    }

    /// The list without it.
    mutating func forgetText() {
        (text, handle) = (nil, nil)
    }
}

extension SearchHandles {
    /// Gives a list the text that its handle stands for. Throws 404 where that is over, or another's.
    func resolve(_ list: inout some SearchedList, for identity: Identity) async throws {
        guard let handle = list.handle else { return }
        list.text = try await text(of: handle, for: identity)
    }
}
