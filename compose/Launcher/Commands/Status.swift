import ArgumentParser
import Foundation

/// `caunoi status`: how the system is.
struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show how each part, queue and outbox is.")

    @OptionGroup var folder: FolderOption

    @Flag(help: "As JSON.")
    var json = false

    func run() async throws {
        let folder = try DataFolder.existing(folder.path)
        guard case .status(let status) = try await ControlClient(folder: folder).ask(.status) else {
            if json { try show(SystemStatus()) } else { print("Nothing is running in \(folder.path).") }
            throw ExitCode(3)
        }
        if json { try show(status) } else { describe(status) }
    }

    private func show(_ status: SystemStatus) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(status), as: UTF8.self))
    }

    private func describe(_ status: SystemStatus) {
        for line in StatusTable.lines(status.parts) { print(line) }
        let busy = status.queues.filter { $0.ready + $0.unacked > 0 }
        print("\n  \(status.queues.count) queues, \(busy.isEmpty ? "all empty" : "\(busy.count) with messages")")
        for queue in busy { print("    \(queue.name.padded(to: 34)) \(queue.ready) ready, \(queue.unacked) unacked") }
        for outbox in status.outbox where outbox.rows > 0 {
            print("  \(outbox.service) has \(outbox.rows) messages to send, the oldest \(Int(outbox.oldestSeconds)) s old")
        }
        print("  \(status.parked) messages parked")
        if status.early > 0 { print("  \(status.early) messages wait for an earlier one of their case") }
    }
}
