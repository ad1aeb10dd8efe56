import ArgumentParser
import CLinux
import Foundation

/// Starts the supervisor in a session of its own and shows its progress until all is ready.
struct DetachedStart: Sendable {
    let programs: Programs
    let folder: DataFolder

    /// Throws where the start failed; what went wrong has been shown by then.
    func run(arguments: [String]) async throws {
        var ends: [Int32] = [0, 0]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { throw LaunchError("no pipe: \(systemReason(errno))") }
        let launch = Launch(
            executable: programs.itself, arguments: arguments + ["--data", folder.path, "--progress-descriptor", "3"],
            environment: ProcessInfo.processInfo.environment, folder: folder.path, output: .log(folder.log("caunoi")),
            descriptors: [ends[1]: 3])
        let child = try launch.spawn()
        close(ends[1])
        guard await Self.relay(from: ends[0]) else {
            _ = await child.exits(within: .seconds(30))
            throw ExitCode.failure
        }
        print("It goes on in the background (process \(child.pid)); its words go to \(folder.log("caunoi")).")
    }

    /// Shows each line; true as soon as all is ready, false where the start ends before.
    private static func relay(from descriptor: Int32) async -> Bool {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                guard let stream = fdopen(descriptor, "r") else { return continuation.resume(returning: false) }
                defer { fclose(stream) }
                while let line = readLine(stream) {
                    if line.hasPrefix("+") { return continuation.resume(returning: true) }
                    print(line.dropFirst())
                    fflush(nil)
                }
                continuation.resume(returning: false)
            }
        }
    }

    private static func readLine(_ stream: UnsafeMutablePointer<FILE>) -> String? {
        var buffer: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(buffer) }
        let count = getline(&buffer, &capacity, stream)
        guard count > 0, let buffer else { return nil }
        return String(cString: buffer).trimmingCharacters(in: .newlines)
    }
}
