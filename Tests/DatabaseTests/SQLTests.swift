import Testing

@testable import Database

@Suite struct SQLTests {
    @Test func valuesAreNumberedThroughAllPieces() {
        let inner: SQL = "b = \(2) or c = \(3)"
        let listed = (["d = \(4)", "true"] as [SQL]).joined(" and ")
        let whole: SQL = "select * from \(raw: "notes") where a = \(1) and (\(inner)) and \(listed) limit \(5)"
        #expect(
            whole.statement.text.string
                == "select * from notes where a = $1 and (b = $2 or c = $3) and d = $4 and true limit $5")
        #expect(whole.statement.parameters.entries.count == 5)
    }

    @Test func aTextIsKnownAgainWhateverItsValues() {
        func query(_ id: Int) -> SQL { "select text from notes where id = \(id)" }
        #expect(query(1).statement.text == query(2).statement.text)
        #expect(query(1).statement.text.mark == query(2).statement.text.mark)
        let other: SQL = "select text from notes where id < \(1)"
        #expect(other.statement.text != query(1).statement.text)
        let longer = query(1) + " limit 1"
        #expect(longer.statement.text != query(1).statement.text)
    }

    @Test func howItBeginsTellsWhatItIs() {
        let query: SQL = """

              SELECT 1
            """
        #expect(query.statement.isQuery && query.statement.isPlain)
        let change: SQL = "insert into notes (id) values (\(1))"
        #expect(!change.statement.isQuery && change.statement.isPlain)
        let script: SQL = "do $$ begin end $$"
        #expect(!script.statement.isPlain)
        #expect(!(("sel" as SQL).statement.isQuery))
    }
}
