import CLinux
import Foundation

/// A program that is run once for what it says.
struct Tool: Sendable {
    var executable: String
    var arguments: [String] = []
    var environment: [String: String]
    var folder: String = "/"
    /// What it may reach; nil: all that we may.
    var confinement: Confinement?

    /// Runs it to its end and answers what it wrote. Throws `LaunchError` with its last lines where it fails.
    @discardableResult
    func run() async throws -> String {
        var ends: [Int32] = [0, 0]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { throw LaunchError("no pipe: \(systemReason(errno))") }
        let (reading, writing) = (ends[0], ends[1])
        let launch = Launch(
            executable: executable, arguments: arguments, environment: environment, folder: folder, output: .descriptor(writing),
            confinement: confinement)
        let child: ChildProcess
        do {
            child = try launch.spawn()
        } catch {
            close(writing)
            close(reading)
            throw error
        }
        close(writing)
        async let text = Self.everything(from: reading)
        let status = await child.exit()
        let output = await text
        guard status.isSuccess else {
            let name = URL(fileURLWithPath: executable).lastPathComponent
            let words = output.split(separator: "\n").suffix(12).joined(separator: "\n       ")
            throw LaunchError("\(name) failed (\(status))", remedy: words.isEmpty ? nil : words)
        }
        return output
    }

    /// Reads a descriptor to its end on a thread of its own, and closes it.
    private static func everything(from descriptor: Int32) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
                let data = (try? handle.readToEnd()) ?? Data()
                continuation.resume(returning: String(decoding: data, as: UTF8.self))
            }
        }
    }
}
