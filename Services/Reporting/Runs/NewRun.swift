import Foundation
import Models
import ServiceKit

/// A run to be entered.
struct NewRun: Sendable {
    let id: ReportRunID
    let request: RunRequest
    let subject: ReportSubject
    let requestedBy: String
    let requestedByName: String
    let requestedAt: Date

    var counted: ClosedRange<LegalDate> { request.counted }
}
