import Foundation
import Models
import Rules
import ServiceKit

/// How large uploads may be, and how long they may take.
struct UploadLevers: Sendable {
    /// A paper of an unknown case is given up so long before its limit, that the message of it arrives within the limit.
    private static let timeToTell = 30.0

    /// Bytes.
    let maximum: Int
    /// After so long without a byte a request is taken as broken, so that the upload can be resumed by another.
    let silence: Duration
    private let rules: RulePacks

    /// Throws ``ConfigurationError``.
    init(_ configuration: ServiceConfiguration, rules: RulePacks, silence: Duration = .seconds(60)) throws {
        maximum = try configuration.number(.uploadMaximum)
        guard maximum > 0 else { throw ConfigurationError("\(Setting.uploadMaximum.variable) must be above 0") }
        self.rules = rules
        self.silence = silence
    }

    /// When an upload that makes progress now expires, if nothing more comes.
    func expiry(after now: Date) -> Date {
        rules.deadlines(on: LegalDate(now))[.uploadExpiry].due(after: now, in: rules.calendar)
    }

    /// Until when the case of an upload that begins now must have been heard of.
    func caseDue(after now: Date) -> Date {
        rules.deadlines(on: LegalDate(now))[.unclaimedUpload].due(after: now, in: rules.calendar).addingTimeInterval(-Self.timeToTell)
    }
}
