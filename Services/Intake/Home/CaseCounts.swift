import Database
import Models

/// How many open cases there are, and how many of them have each need.
struct CaseCounts: RowDecodable {
    let open: Int
    private let needs: [CaseNeed: Int]

    static let none = CaseCounts(open: 0, needs: [:])

    private init(open: Int, needs: [CaseNeed: Int]) {
        self.open = open
        self.needs = needs
    }

    /// From the columns of ``columns(on:)``.
    init(_ row: Row) throws {
        open = try row.get("open")
        needs = Dictionary(uniqueKeysWithValues: try CaseNeed.allCases.map { ($0, try row.get($0.rawValue)) })
    }

    /// Counts of rows that are open.
    static func columns(on today: LegalDate) -> SQL {
        let counted: [(CaseNeed, SQL)] = [
            (.stalled, "stalled"), (.nextLate, "next_late"), (.papersMissing, "papers_missing"), (.papersLate, "papers_late"),
            (.changeLate, "change_late"), (.unassigned, "unassigned"),
        ]
        return (["count(*) as open"] + counted.map { need, name in "count(*) filter (where \(need.condition(on: today))) as \(name)" })
            .joined(", ")
    }

    subscript(need: CaseNeed) -> Int { needs[need] ?? 0 }

    /// Those whose dossier lacks nothing.
    var complete: Int { open - self[.papersMissing] }

    static func + (left: CaseCounts, right: CaseCounts) -> CaseCounts {
        CaseCounts(open: left.open + right.open, needs: left.needs.merging(right.needs, uniquingKeysWith: +))
    }
}
