import Database
import Foundation
import Models
import ServiceKit

/// By what the list of requests can be sorted: what an index serves however many there are.
enum RequestSort: String, CaseIterable, Sendable {
    case received

    /// The newest first.
    static let usual = Sorting(RequestSort.received, isDescending: true)
}

/// What a list of requests is narrowed to.
struct RequestFilter: SearchedList, Sendable {
    var state: RequestState?
    var form: AidForm?
    /// Part of the client's name; tones optional.
    var text: String?
    var handle: UUID?
    /// Received before this: those whose answer is late.
    var receivedBefore: Date?

    /// All of it as conditions on `requests`, behind the condition on the tenant.
    func conditions(_ tenant: SQL) -> SQL {
        var conditions = [tenant]
        if let state { conditions.append("state = \(state)") }
        if let form { conditions.append("form = \(form)") }
        if let text { conditions.append("client_name_key like \("%" + NameKey.fold(text).likeLiteral + "%")") }
        if let receivedBefore { conditions.append("received_at < \(receivedBefore)") }
        return conditions.joined(" and ")
    }
}
