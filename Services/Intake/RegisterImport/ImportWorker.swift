import Database
import Logging
import Models
import Outbox
import ServiceLifecycle

/// Works on files that were sent or confirmed, in batches, the organisations by turns: at once when one comes in here, and within a second when another copy
/// of the service died over one. A file that fails waits and holds nobody back.
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
                    logger.warning("registers that are to be brought in could not be looked for", metadata: ["error": "\(error)"])
                    try? await Task.sleep(for: .seconds(1))
                }
            }
        }
    }

    /// One batch of the file whose turn it is. Returns how many lines it dealt with; nil where nothing was to be done, or another copy has it in hand.
    @discardableResult
    func step() async throws -> Int? {
        guard let id = try await database.transaction(.service, { try await imports.takeTurn(in: $0) }) else { return nil }
        do {
            return try await database.transaction(.service) { transaction in
                guard let file = try await imports.lockAtWork(id, in: transaction) else { return nil }
                let lines =
                    file.state == .importing
                    ? try await make.next(of: file, in: transaction) : try await check.next(of: file, in: transaction)
                if file.isHeldUp { imports.goesOn(id, in: transaction) }
                return lines
            }
        } catch let error where !(error is CancellationError) {
            logger.warning("a register could not be gone on with, and waits", metadata: ["import": "\(id)", "error": "\(error)"])
            try await database.transaction(.service) { imports.putOff(id, in: $0) }
            return 0
        }
    }
}
