import Foundation

/// The secret of a program's key: as many random bits as name a session, which only the program keeps; the database has their hash, and so many
/// need no slow one. Its beginning tells whoever finds one in a file or a log whose it is.
struct ProgramSecret: Sendable {
    private static let beginning = "caunoi_"

    private let bits: SessionID

    /// A new one.
    init() {
        bits = SessionID()
    }

    /// As a program sends it; nil where it is none of ours.
    init?(_ text: String) {
        guard text.hasPrefix(Self.beginning), let bits = SessionID(cookie: String(text.dropFirst(Self.beginning.count))) else { return nil }
        self.bits = bits
    }

    var text: String { Self.beginning + bits.cookie }

    /// What is stored.
    var hash: Data { bits.hash }
}
