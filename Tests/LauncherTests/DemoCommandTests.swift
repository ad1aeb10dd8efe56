import ArgumentParser
import Testing

@testable import Launcher

@Suite struct DemoCommandTests {
    @Test func takesItsDefaults() throws {
        let demo = try Demo.parse(["--cases", "10"])
        #expect((demo.centres, demo.helpers, demo.cases, demo.seed, demo.folder.path) == (34, 20, 10, 1, ".caunoi"))
    }

    @Test(arguments: [
        [], ["--cases", "-1"], ["--cases", "many"], ["--cases", "1", "--centres", "0"], ["--cases", "1", "--centres", "64"],
        ["--cases", "1", "--helpers", "0"], ["--cases", "1", "--helpers", "101"], ["--cases", "1", "--seed", "-1"],
        ["--cases", "1", "more"],
    ]) func refusesWhatMakesNoSense(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try Demo.parse(arguments) }
    }
}
