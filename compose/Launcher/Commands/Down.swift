import ArgumentParser
import Foundation

/// `caunoi down`: stops the system cleanly, also where its supervisor was killed.
struct Down: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Stop the system cleanly.")

    @OptionGroup var folder: FolderOption

    func run() async throws {
        let folder = try DataFolder.existing(folder.path)
        try UnprivilegedUser.owner(of: folder.path)?.become()
        if let lock = try FolderLock.take(folder) {
            return try await stopLeftovers(folder, lock)
        }
        print("Stopping …")
        let state = StateFile.read(folder)
        if try await ControlClient(folder: folder).ask(.stop, patience: 5) == nil { state?.supervisor.send(SIGTERM) }
        if try await FolderLock.wait(folder, limit: .seconds(90)) != nil {
            print("Stopped.")
            return
        }
        print("The supervisor does not end by itself; ending it by force.")
        state?.supervisor.send(SIGKILL)
        guard let lock = try await FolderLock.wait(folder, limit: .seconds(5)) else {
            throw LaunchError("\(folder.lock) is still held by another process")
        }
        try await stopLeftovers(folder, lock)
    }

    private func stopLeftovers(_ folder: DataFolder, _ lock: FolderLock) async throws {
        let found = try await Leftovers(folder: folder).stop()
        print(found.isEmpty ? "Nothing is running." : "Stopped what an earlier run had left: \(found.joined(separator: ", "))")
        withExtendedLifetime(lock) {}
    }
}
