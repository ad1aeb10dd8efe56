import Database

/// Where an upload stands, and where it may go next: the only place that says so.
enum UploadState: String, CaseIterable, Codable, Sendable {
    /// Bytes are still to come.
    case receiving
    /// All is here; it is being stored, waits for its case, or, as a part, to be joined.
    case received
    /// A part that went into another upload.
    case joined
    case stored, rejected, expired
    /// Given up by who began it.
    case terminated

    var next: Set<UploadState> {
        switch self {
        case .receiving: [.received, .rejected, .expired, .terminated]
        // Back to receiving only where the disk lost what the ledger says.
        case .received: [.receiving, .joined, .stored, .rejected, .expired, .terminated]
        case .joined, .stored, .rejected, .expired, .terminated: []
        }
    }

    /// Whether its own file is no longer needed.
    var isOver: Bool { next.isEmpty }
}

/// What an upload is in a concatenation (tus 1.0.0, Concatenation).
enum UploadShape: String, Codable, Sendable {
    case whole, partial, final
}

/// Why a paper that was sent is not kept.
enum RejectionReason: String, CaseIterable, Codable, Sendable {
    /// Its SHA-256 is not the one that was announced.
    case digestMismatch = "digest_mismatch"
    /// The case was not heard of in time.
    case caseUnknown = "case_unknown"
    /// The case turned out to be another organisation's.
    case notPermitted = "not_permitted"
    /// A part of it is no longer there.
    case partsGone = "parts_gone"
    /// The scanner knows it as harmful.
    case malware
}

extension UploadState: Bindable, ColumnDecodable {}
extension UploadShape: Bindable, ColumnDecodable {}
extension RejectionReason: Bindable, ColumnDecodable {}
