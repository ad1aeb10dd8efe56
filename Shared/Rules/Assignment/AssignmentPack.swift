package import Models

/// How a helper is picked for a case: levers of the house.
package struct AssignmentPack: ReadablePack {
    package let head: PackHead
    /// Days that count as recent among helpers with the same load.
    package let recentDays: Int
    /// The rule in words.
    package let rule: LocalizedText
    private let weights: [AidForm: Int]

    init(head: PackHead, from entry: inout PackEntry) throws {
        self.head = head
        recentDays = try entry.integer("recent_days")
        let weights = try entry.required("weights").entry { entry in
            try Dictionary(uniqueKeysWithValues: AidForm.allCases.map { ($0, try entry.integer($0.rawValue)) })
        }
        self.weights = weights
        let words = Dictionary(uniqueKeysWithValues: weights.map { ($0.key.rawValue, String($0.value)) })
        rule = try entry.localized("rule").filled(words.merging(["days": String(recentDays)]) { $1 })
    }

    /// What one open case of that form adds to its helper's load, in points.
    package func weight(of form: AidForm) -> Int { weights[form] ?? 1 }
}
