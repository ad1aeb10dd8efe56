package import Foundation

/// What a service sent about an organisation on one legal day, told after the day is over: whoever heard it can check that nothing is missing.
///
/// It covers every message of the service whose body names the organisation (its field `organisation`) and whose id, a UUIDv7, was made on that
/// day in Asia/Ho_Chi_Minh; day seals themselves are left out. `events` is their number, `sha256` the SHA-256, in lower-case hexadecimal, of their
/// ids in ascending order, each written in lower case with hyphens and followed by one line feed. A day without a message has no seal.
package struct DaySealed<Sender: DaySealing>: Message {
    package static var name: MessageName { MessageName(rawValue: "\(Sender.service.rawValue).day-sealed.v1") }

    package var organisation: OrganisationID
    package var date: LegalDate
    package var events: Int
    package var sha256: String
    /// The end of the day.
    package var occurredAt: Date
    /// When it was sealed.
    package var recordedAt: Date

    /// One for each organisation and day: a seal is the whole of its story. Made of both, as it has no id of its own.
    package var aggregate: UUID { organisation.uuid.seal(of: date) }

    package init(organisation: OrganisationID, date: LegalDate, events: Int, sha256: String, occurredAt: Date, recordedAt: Date) {
        self.organisation = organisation
        self.date = date
        self.events = events
        self.sha256 = sha256
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}

/// Which service a ``DaySealed`` comes from.
package protocol DaySealing: Sendable {
    static var service: ServiceName { get }
}

/// The services that seal their days: all of them.
package enum DaySeal {
    package enum Portal: DaySealing { package static let service = ServiceName.portal }
    package enum Intake: DaySealing { package static let service = ServiceName.intake }
    package enum Assignment: DaySealing { package static let service = ServiceName.assignment }
    package enum Attachments: DaySealing { package static let service = ServiceName.attachments }
    package enum Notifications: DaySealing { package static let service = ServiceName.notifications }
    package enum Reporting: DaySealing { package static let service = ServiceName.reporting }

    /// The sender for `service`.
    package static func sender(_ service: ServiceName) -> any DaySealing.Type {
        switch service {
        case .portal: Portal.self
        case .intake: Intake.self
        case .assignment: Assignment.self
        case .attachments: Attachments.self
        case .notifications: Notifications.self
        case .reporting: Reporting.self
        }
    }

    /// Every service's day seal, for the catalogue.
    package static let all: [any Message.Type] = ServiceName.allCases.map { message(of: sender($0)) }

    private static func message<Sender: DaySealing>(of sender: Sender.Type) -> any Message.Type { DaySealed<Sender>.self }
}

extension UUID {
    /// The same for the same day, another one for each other; a UUID of version 8 (RFC 9562 §5.8).
    fileprivate func seal(of date: LegalDate) -> UUID {
        let bytes = withUnsafeBytes(of: uuid) { Array($0) }
        let high = bytes[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let low = bytes[8...].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        // An odd factor: each day gives another number of 62 bits.
        let mixed = low ^ (UInt64(bitPattern: Int64(date.dayNumber)) &* 0x9E37_79B9_7F4A_7C15 & 0x3FFF_FFFF_FFFF_FFFF)
        return UUID(high: (high & ~0xF000) | 0x8000, low: mixed & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
    }
}
