package import Foundation

/// A program that works on files of strangers: a process of its own with limits of memory, processor time, size of files and wall-clock time, and without
/// the service's environment.
package struct LimitedProcess: Sendable {
    private static let limiter = "/usr/bin/prlimit"

    package var program: String
    /// Bytes.
    package var memory = 2_000_000_000
    /// Bytes of a file that it writes.
    package var largestFile = 100_000_000
    /// Seconds of the processor.
    package var processorSeconds = 50
    package var patience = Duration.seconds(60)

    package init(_ program: String) {
        self.program = program
    }

    package var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program) }

    /// Runs it in a folder and returns its exit status; -1 where it was ended.
    /// - Parameter output: a file for what it says.
    package func run(_ arguments: [String], in folder: URL, output: URL? = nil) async throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: Self.limiter)
        process.arguments =
            ["--as=\(memory)", "--cpu=\(processorSeconds)", "--fsize=\(largestFile)", "--core=0", "--", program] + arguments
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path, "TMPDIR": folder.path, "LANG": "C.UTF-8"]
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        if let output {
            try Data().write(to: output)
            process.standardOutput = try FileHandle(forWritingTo: output)
        } else {
            process.standardOutput = FileHandle.nullDevice
        }
        let ended = AsyncStream<Int32> { stream in
            process.terminationHandler = {
                stream.yield($0.terminationReason == .exit ? $0.terminationStatus : -1)
                stream.finish()
            }
        }
        try process.run()
        let (identifier, patience) = (process.processIdentifier, patience)
        let alarm = Task {
            try await Task.sleep(for: patience)
            kill(identifier, SIGKILL)
        }
        defer { alarm.cancel() }
        for await status in ended { return status }
        kill(identifier, SIGKILL)
        return -1
    }
}
