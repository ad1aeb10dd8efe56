import Foundation
import Testing

@testable import Launcher

@Suite struct LeftoversTests {
    let scratch: Scratch
    let folder: DataFolder

    init() throws {
        scratch = try Scratch()
        folder = try scratch.dataFolder()
    }

    private func sleeper(marked path: String) async throws -> ChildProcess {
        let sleeper = try Launch(
            executable: "/bin/sleep", arguments: ["300"], environment: [Leftovers.mark: path], folder: "/",
            output: .log("\(scratch.path)/log")
        ).spawn()
        // The system lets the parent go on a moment before the child's environment can be read.
        while try !String(contentsOfFile: "/proc/\(sleeper.pid)/environ", encoding: .utf8).contains(path) {
            try await Task.sleep(for: .milliseconds(1))
        }
        return sleeper
    }

    @Test func whatCarriesTheMarkIsStopped() async throws {
        let left = try await sleeper(marked: folder.path)
        #expect(try await Leftovers(folder: folder).stop() == ["sleep"])
        #expect(await left.exit() == .signal(SIGTERM))
    }

    @Test func anotherFoldersPartsAreLeftAlone() async throws {
        let other = try await sleeper(marked: "\(folder.path)-other")
        #expect(try await Leftovers(folder: folder).stop().isEmpty)
        #expect(other.status == nil)
        other.send(SIGKILL)
        _ = await other.exit()
    }

    @Test func whatTheStateFileNamesIsStopped() async throws {
        let left = try await sleeper(marked: "nowhere")
        let state = try StateFile(folder, port: 1, controlSocket: "")
        let identity = try #require(left.identity)
        state.note("assignment", identity)
        state.note("intake", ProcessIdentity(pid: getpid(), startTicks: 1))
        #expect(try await Leftovers(folder: folder).stop() == ["assignment"])
        #expect(await left.exit() == .signal(SIGTERM))
        #expect(StateFile.read(folder) == nil)
    }
}
