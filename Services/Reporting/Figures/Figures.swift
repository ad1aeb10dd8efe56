import Rules

/// The counts of a form's cells; what is not named is zero.
struct Figures: Sendable, Equatable {
    private var counts: [ReportCell: Int] = [:]

    init() {}

    /// From `{"r3c4": 12}`; names that are no cells are left out.
    init(named cells: [String: Int]) {
        for (name, count) in cells {
            if let cell = ReportCell(name), count != 0 { counts[cell] = count }
        }
    }

    subscript(_ cell: ReportCell) -> Int { counts[cell] ?? 0 }

    /// By name, without zeros.
    var named: [String: Int] {
        Dictionary(uniqueKeysWithValues: counts.map { ($0.key.description, $0.value) })
    }

    /// By name, with every cell of `form`.
    func named(all form: StatisticalForm) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: form.cells.map { ($0.description, self[$0]) })
    }

    /// Counts `times` more in each of `cells`.
    mutating func add(_ times: Int, to cells: [ReportCell]) {
        for cell in cells { counts[cell, default: 0] += times }
    }

    static func + (left: Figures, right: Figures) -> Figures {
        var sum = left
        sum.counts.merge(right.counts, uniquingKeysWith: +)
        return sum
    }
}
