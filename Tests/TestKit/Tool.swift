import Foundation

/// Another program, run to its end.
package enum Tool {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// What it printed. Throws with what it said when it fails.
    @discardableResult
    package static func run(
        _ path: String, _ arguments: [String], environment: [String: String]? = nil, folder: String? = nil
    ) async throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        if let environment { process.environment = environment }
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        let scratch = FileManager.default.temporaryDirectory.appending(path: "tool-\(UUID().uuidString)")
        _ = FileManager.default.createFile(atPath: scratch.path, contents: nil)
        defer { try? FileManager.default.removeItem(at: scratch) }
        // A file and not a pipe: what the program starts in the background would keep a pipe open.
        let output = try FileHandle(forWritingTo: scratch)
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        try output.close()
        let text = String(decoding: try Data(contentsOf: scratch), as: UTF8.self)
        guard process.terminationStatus == 0 else { throw Failed(description: "\(path): \(text)") }
        return text
    }
}
