import Database
import Logging
import ServiceLifecycle

/// Runs a service's sweeps at its start and once an hour. Several copies of it do each other no harm.
struct Sweeper: Service {
    let sweeps: [Sweep]
    let database: Database
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                for sweep in sweeps { await run(sweep) }
                try? await Task.sleep(for: .seconds(3_600))
            }
        }
    }

    private func run(_ sweep: Sweep) async {
        do {
            let rows = try await sweep(in: database)
            if rows > 0 { logger.info("swept", metadata: ["what": .string(sweep.what), "rows": .stringConvertible(rows)]) }
        } catch {
            logger.debug("not swept yet", metadata: ["what": .string(sweep.what), "error": "\(error)"])
        }
    }
}
