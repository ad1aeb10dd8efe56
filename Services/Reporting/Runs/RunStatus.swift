import Database

/// How far a run has come.
enum RunStatus: String, Sendable, CaseIterable, Bindable, ColumnDecodable {
    /// Waits to be split into jobs.
    case queued
    /// Its jobs are being worked on.
    case running
    case done
    /// A job failed for good.
    case failed

    var isOver: Bool { self == .done || self == .failed }
}
