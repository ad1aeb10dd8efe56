import Foundation
import Testing

@testable import Launcher

@Suite struct ProcessTests {
    @Test func aToolsWordsComeBack() async throws {
        let said = try await Tool(executable: "/bin/sh", arguments: ["-c", "echo $A; echo error >&2"], environment: ["A": "one"]).run()
        #expect(said == "one\nerror\n")
    }

    @Test func aToolThatFailsSaysWhy() async throws {
        let error = await #expect(throws: LaunchError.self) {
            try await Tool(executable: "/bin/sh", arguments: ["-c", "echo no such thing; exit 3"], environment: [:]).run()
        }
        #expect(error?.what == "sh failed (exit code 3)")
        #expect(error?.remedy == "no such thing")
    }

    @Test func aPartThatDiesIsSeenWithItsSignal() async throws {
        let child = try Launch(
            executable: "/bin/sleep", arguments: ["300"], environment: [:], folder: "/", output: .log("/dev/null")
        ).spawn()
        #expect(child.identity?.isAlive == true)
        child.send(SIGKILL)
        #expect(await child.exit() == .signal(SIGKILL))
        #expect(child.identity?.isAlive == false)
    }

    @Test func whatIsNotThereCannotBeStarted() {
        #expect(throws: LaunchError.self) {
            try Launch(executable: "/nowhere/x", environment: [:], folder: "/", output: .log("/dev/null")).spawn()
        }
    }
}
