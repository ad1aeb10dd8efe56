import Foundation
import Models
import Rules
import ServiceKit

/// Which figures of quality are asked for: `period`, one of `organisation`, `province`, `all`, and the instant `as_of` of figures seen before.
struct QualityRequest: Sendable {
    let period: ReportPeriod
    let subject: RunRequest.Subject
    /// Nil: of now.
    let asOf: Date?

    /// Throws 422 with every error.
    init(_ reader: FieldReader, rules: RulePacks) throws {
        let period = RunRequest.period(reader, rules)
        let subject = RunRequest.subject(reader, rules)
        asOf = reader.optionalInstant("as_of")
        try reader.finish()
        guard let period, let subject else { throw Problem.validation(reader.errors) }
        self.period = period
        self.subject = subject
    }

    /// The days that are counted: all of the period, up to what there is.
    var counted: ClosedRange<LegalDate> { period.from...period.to }
}
