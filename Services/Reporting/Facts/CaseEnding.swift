import Database

/// How the work on a case ended.
enum CaseEnding: String, Sendable, Bindable, ColumnDecodable {
    case finished
    /// Under Law 11/2017, Điều 37.
    case stopped
    /// To another organisation (Điều 16.3, 35).
    case transferred
}
