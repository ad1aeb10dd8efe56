import Database

/// Where an alert stands, and where it may go next: the only place that says so.
enum AlertState: String, CaseIterable, Codable, Sendable {
    case open
    /// Somebody has seen it and will act.
    case acknowledged
    /// The case moved or ended.
    case closed

    var next: Set<AlertState> {
        switch self {
        case .open: [.acknowledged, .closed]
        case .acknowledged: [.closed]
        case .closed: []
        }
    }
}

extension AlertState: Bindable, ColumnDecodable {}
