package import Database
package import Models
package import Outbox

/// Keeps the copy of the organisations current.
package struct OrganisationChangedHandler: MessageHandler {
    private let directory: Directory

    package init(_ directory: Directory) {
        self.directory = directory
    }

    package func handle(_ message: OrganisationChanged, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await directory.keep(message, version: envelope.version, in: transaction)
    }
}
