package import Foundation

/// Something that happened, told to every service that cares. Past tense, one file each, versioned by name: a breaking change is a new name
/// beside the old one, and new fields are optional.
package protocol Message: Codable, Sendable, Equatable {
    /// The routing key and AMQP `type`, as `intake.case-opened.v1`.
    static var name: MessageName { get }
    /// The id of the thing whose story this is; messages of one aggregate keep their order.
    var aggregate: UUID { get }
    /// When it was so.
    var occurredAt: Date { get }
    /// When it was entered.
    var recordedAt: Date { get }
}

/// The name of a message: `<producer>.<what-happened>.v<version>`.
package struct MessageName: RawRepresentable, Hashable, Sendable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package init(stringLiteral value: String) {
        rawValue = value
    }

    /// The service that sends it.
    package var producer: String { String(rawValue.prefix { $0 != "." }) }

    package var description: String { rawValue }
}
