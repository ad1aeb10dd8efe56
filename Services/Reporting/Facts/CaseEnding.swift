import Database

/// How the work on a case ended.
enum CaseEnding: String, Sendable, Bindable, ColumnDecodable {
    case finished
    /// Under Law 11/2017, Điều 37.
    case stopped
}
