import Database
import Logging
import Models
import Outbox
import ServiceLifecycle

/// Works on files that were sent or confirmed, in batches: at once when one comes in here, and within a second when another copy of the service
/// died over one.
struct ImportWorker: Service {
    let database: Database
    let imports: RegisterImportStore
    let check: CheckImport
    let make: MakeImport
    let doorbell: Doorbell
    let activity: ImportActivity
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    let isBusy = try await step() != nil
                    activity.note(isBusy)
                    if !isBusy { await doorbell.wait(atMost: .seconds(1)) }
                } catch {
                    activity.note(false)
                    logger.warning("a register could not be brought in", metadata: ["error": "\(error)"])
                    try? await Task.sleep(for: .seconds(1))
                }
            }
        }
    }

    /// One batch. Nil where nothing was to be done, or another copy has it in hand.
    @discardableResult
    func step() async throws -> Int? {
        try await database.transaction(.service) { transaction in
            guard let file = try await imports.next(in: transaction) else { return nil }
            switch file.state {
            case .checking: return try await check.next(of: file, in: transaction)
            case .importing: return try await make.next(of: file, in: transaction)
            case .checked, .done: return nil
            }
        }
    }
}
