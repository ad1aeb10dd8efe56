import Testing

@testable import Database

/// When a transaction asks for its number, by which the outcome of a lost commit is found.
@Suite struct TransactionStateTests {
    private let change = Statement(text: "update notes set text = 'b' where id = 1")
    private let query = Statement(text: "select text from notes")

    private func asks(_ statements: [Statement]) -> Bool {
        statements.contains { statement in
            if case .transactionID = statement.purpose { true } else { false }
        }
    }

    @Test func theNumberIsAskedForOnceWithWhatWrites() throws {
        var state = TransactionState(needsID: true)
        let first = try state.take([], ending: [query])
        state.noteAnswer(hasNumber: false)
        let second = try state.take([], ending: [change])
        state.noteAnswer(hasNumber: true)
        let third = try state.take([], ending: [change])
        #expect([first, second, third].map(asks) == [false, true, false])
    }

    @Test func whatWroteNothingIsNotAskedAboutAgainUntilSomethingMayWrite() throws {
        var state = TransactionState(needsID: true)
        let first = try state.take([], ending: [change])
        state.noteAnswer(hasNumber: false)
        let second = try state.take([], ending: [query])
        state.noteAnswer(hasNumber: false)
        state.queued.append(change)
        let commit = try state.takeCommit([]) ?? []
        #expect([first, second, commit].map(asks) == [true, false, true])
    }

    @Test func rowsThatAreCopiedAreAskedAboutBeforeTheCommit() throws {
        var state = TransactionState(needsID: true)
        let begun = try state.take([])
        state.noteAnswer(hasNumber: false)
        state.noteWriting()
        let commit = try state.takeCommit([]) ?? []
        #expect([begun, commit].map(asks) == [false, true])
    }
}
