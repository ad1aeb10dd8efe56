package import Foundation
package import Models

/// Thẩm định, đánh giá chất lượng: the score sheet, the grades, the share of a sample, the criteria of success (circular 12/2018, Điều 14–17).
package struct QualityPack: ReadablePack {
    package let head: PackHead
    /// In the order of the circular.
    package let criteria: [QualityCriterion]
    /// The best first.
    package let grades: [QualityGrade]
    package let sample: SampleRule
    package let success: [SuccessCriterion]

    init(head: PackHead, from entry: inout PackEntry) throws {
        self.head = head
        criteria = try entry.required("criteria").entries { try QualityCriterion(from: &$0) }
        grades = try entry.required("grades").entries { try QualityGrade(from: &$0) }.sorted { $0.from > $1.from }
        sample = try entry.required("sample").entry { try SampleRule(from: &$0) }
        success = try entry.required("success").entries { try SuccessCriterion(from: &$0) }
        guard criteria.reduce(0, { $0 + $1.points }) == 100 else {
            throw entry.value.error(
                "the points of the criteria do not make 100", "Correct the points: each criterion has those of the article.")
        }
        guard Set(criteria.map(\.key)).count == criteria.count, Set(success.map(\.key)).count == success.count else {
            throw entry.value.error("a key stands twice", "Give each criterion a key of its own.")
        }
        guard grades.last?.from == 0, Set(grades.map(\.from)).count == grades.count else {
            throw entry.value.error("the grades do not cover every score once", "Let the lowest grade begin at 0.")
        }
    }

    /// The criteria that exist for a form of aid.
    package func criteria(for form: AidForm) -> [QualityCriterion] { criteria.filter { $0.forms.isEmpty || $0.forms.contains(form) } }

    /// Of 100, to the hundredth: the criteria that do not exist for the form are left out and the rest is scaled.
    package func total(_ points: [String: Double], for form: AidForm) -> Double {
        let criteria = criteria(for: form)
        let most = criteria.reduce(0) { $0 + $1.points }
        let given = criteria.reduce(0) { $0 + (points[$1.key] ?? 0) }
        return most == 0 ? 0 : (given * 10_000 / Double(most)).rounded() / 100
    }

    /// - Parameter breach: a prohibited act of Law 11/2017, Điều 6.1, whatever the score.
    package func grade(_ total: Double, breach: Bool) -> QualityGrade? {
        breach ? grades.last : grades.first { total >= Double($0.from) }
    }

    package func grade(named key: String) -> QualityGrade? { grades.first { $0.key == key } }

    /// The criteria of success of a field of law.
    package func success(in field: LegalField) -> [SuccessCriterion] { success.filter { $0.fields.contains(field) } }
}

/// One line of the score sheet (Điều 16).
package struct QualityCriterion: Hashable, Sendable, Codable {
    package enum Group: String, Hashable, Sendable, Codable, CaseIterable {
        case responsibility, performance, satisfaction
    }

    package let key: String
    package let group: Group
    /// At most.
    package let points: Int
    package let title: LocalizedText
    package let article: String
    /// Empty: every form.
    package let forms: [AidForm]

    init(from entry: inout PackEntry) throws {
        key = try entry.text("key")
        group = try entry.required("group").choice()
        points = try entry.integer("points")
        title = try entry.localized("title")
        article = try entry.text("article")
        forms = try entry.choices("forms")
        guard points > 0 else { throw entry.value.error("the points are not above 0", "Write those of the article.") }
    }
}

/// Xếp loại (Điều 17).
package struct QualityGrade: Hashable, Sendable, Codable {
    package let key: String
    /// The lowest total that has it.
    package let from: Int
    package let title: LocalizedText
    package let article: String

    init(from entry: inout PackEntry) throws {
        key = try entry.text("key")
        from = try entry.integer("from")
        title = try entry.localized("title")
        article = try entry.text("article")
    }
}

/// The share of finished cases that a plan of evaluation proposes (Điều 15.1).
package struct SampleRule: Hashable, Sendable, Codable {
    package let percent: Decimal
    package let source: String
    package let confirmed: Bool

    init(from entry: inout PackEntry) throws {
        percent = try entry.decimal("percent")
        source = try entry.text("source")
        confirmed = try entry.confirmed()
    }
}

/// A criterion of a successful case (Điều 14.1).
package struct SuccessCriterion: Hashable, Sendable, Codable {
    package let key: String
    package let fields: [LegalField]
    package let title: LocalizedText
    package let article: String
    package let confirmed: Bool

    init(from entry: inout PackEntry) throws {
        key = try entry.text("key")
        fields = try entry.choices("fields")
        title = try entry.localized("title")
        article = try entry.text("article")
        confirmed = try entry.confirmed()
    }
}
