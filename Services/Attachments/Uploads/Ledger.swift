import Database
import Models
import ServiceKit

/// The line of one upload, followed by its one writer.
actor Ledger {
    /// What the ledger says has been received.
    private(set) var received: Int
    /// The upload's whole length, if known.
    nonisolated let length: Int?
    private let store: UploadStore
    private let database: Database
    private let levers: UploadLevers
    private let clock: WallClock
    private let scope: Scope
    private let upload: UploadID

    init(
        store: UploadStore, database: Database, levers: UploadLevers, clock: WallClock, scope: Scope, upload: UploadID, received: Int,
        length: Int?
    ) {
        self.store = store
        self.database = database
        self.levers = levers
        self.clock = clock
        self.scope = scope
        self.upload = upload
        self.received = received
        self.length = length
    }

    /// Enters what is on disk by now. Throws 410 where the upload has been ended meanwhile.
    ///
    /// - Parameter isEnd: what is there is the whole.
    func follow(to position: Int, isEnd: Bool = false) async throws {
        guard try await advance(from: received, to: position, length: isEnd ? position : length) else { throw TusProblem.gone }
        received = position
    }

    private nonisolated func advance(from: Int, to position: Int, length: Int?) async throws -> Bool {
        let now = clock.now
        let expires = levers.expiry(after: now)
        return try await database.transaction(scope) {
            try await store.advance(upload, from: from, to: position, length: length, at: now, expires: expires, in: $0)
        }
    }
}
