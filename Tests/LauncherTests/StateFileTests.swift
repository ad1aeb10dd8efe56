import Foundation
import Testing

@testable import Launcher

@Suite struct StateFileTests {
    let scratch: Scratch
    let folder: DataFolder

    init() throws {
        scratch = try Scratch()
        folder = try scratch.dataFolder()
    }

    @Test func tellsWhatRuns() throws {
        let state = try StateFile(folder, port: 8_080, controlSocket: "/x/control.sock")
        let part = ProcessIdentity(pid: 5, startTicks: 77)
        state.note("intake", part)
        let read = try #require(StateFile.read(folder))
        #expect(read.port == 8_080 && read.controlSocket == "/x/control.sock")
        #expect(read.supervisor.pid == getpid() && read.supervisor.isAlive)
        #expect(read.processes == ["intake": part])
        state.note("intake", nil)
        #expect(StateFile.read(folder)?.processes.isEmpty == true)
    }

    @Test func isNothingOnceItIsRemovedOrBroken() throws {
        _ = try StateFile(folder, port: 1, controlSocket: "")
        try "{".write(toFile: folder.state, atomically: true, encoding: .utf8)
        #expect(StateFile.read(folder) == nil)
        StateFile.remove(folder)
        #expect(StateFile.read(folder) == nil)
    }

    @Test func anEarlierRunOfTheMachineMeansNothing() throws {
        _ = try StateFile(folder, port: 1, controlSocket: "")
        let text = try String(contentsOfFile: folder.state, encoding: .utf8)
        let earlier = text.replacing(ProcessIdentity.machineRun, with: "another")
        try earlier.write(toFile: folder.state, atomically: true, encoding: .utf8)
        #expect(StateFile.read(folder) == nil)
    }

    @Test func anIdThatIsUsedAgainIsAnotherProcess() throws {
        let own = try #require(ProcessIdentity.of(getpid()))
        #expect(own.isAlive)
        #expect(!ProcessIdentity(pid: own.pid, startTicks: own.startTicks + 1).isAlive)
    }
}
