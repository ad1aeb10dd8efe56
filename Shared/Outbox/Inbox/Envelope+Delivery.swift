import Foundation
import Messaging
import Models

extension Envelope {
    init(_ delivery: Delivery, id: UUID, type: String) {
        self.init(
            id: id, name: MessageName(rawValue: type), aggregate: delivery.text(Header.aggregate).flatMap(UUID.init(text:)) ?? id,
            version: delivery.integer(Header.version) ?? 0, producer: delivery.text(Header.producer) ?? "",
            traceparent: delivery.text(Header.traceparent), attempts: delivery.integer(Header.attempts) ?? 0)
    }
}

extension Delivery {
    func text(_ header: String) -> String? { headers[header]?.string }

    /// Why its place in a story cannot be known; nil where it can.
    var faultOfStory: String? {
        if text(Header.aggregate).flatMap(UUID.init(text:)) == nil { return "it has no aggregate that is a UUID" }
        if !StoryKey.versions.contains(integer(Header.version) ?? 0) { return "it has no aggregate-version that is a number from 1 to 2⁵³" }
        return nil
    }

    func integer(_ header: String) -> Int? { headers[header]?.int.map { Int($0) } }
}
