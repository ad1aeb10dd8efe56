import Database
import Foundation
import Models

/// The rounds of one kind, by grade.
struct QualityTally: Encodable, Equatable, Sendable {
    private(set) var rounds = 0
    /// By the grade's key; what is not named is zero.
    private(set) var grades: [String: Int] = [:]
    private var points = 0.0

    /// Of 100, to the hundredth; nil where there are no rounds.
    var mean: Double? { rounds == 0 ? nil : (points * 100 / Double(rounds)).rounded() / 100 }

    /// - Parameter points: all totals together.
    mutating func add(_ count: Int, grade: String, points more: Double) {
        rounds += count
        grades[grade, default: 0] += count
        points += more
    }

    private enum CodingKeys: String, CodingKey {
        case rounds, grades, mean
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(rounds, forKey: .rounds)
        try container.encode(grades, forKey: .grades)
        try container.encode(mean, forKey: .mean)
    }
}

/// Litigation that came to its end in the period, and what was found of its success (circular 12/2018, Điều 14.1).
struct SuccessTally: Encodable, Equatable, Sendable {
    var finished = 0
    /// Of how many that was looked into.
    var found = 0
    /// How many met a criterion.
    var successful = 0
}

/// The figures of quality of a period and a subject, of one instant.
struct QualityFigures: Sendable {
    /// One organisation's, or one helper's in it.
    struct Line: Equatable, Sendable {
        var appraisals = QualityTally()
        var evaluations = QualityTally()
        var success = SuccessTally()
    }

    struct Worker: Hashable, Sendable {
        let organisation: OrganisationID
        let helper: HelperID
    }

    let asOf: Date
    private(set) var all = Line()
    private(set) var organisations: [OrganisationID: Line] = [:]
    private(set) var helpers: [Worker: Line] = [:]
    /// Cases that met a criterion, by its key.
    private(set) var criteria: [String: Int] = [:]
    /// What organisations and helpers are called.
    var titles: [OrganisationID: String] = [:]
    var names: [HelperID: String] = [:]

    init(asOf: Date) {
        self.asOf = asOf
    }

    mutating func add(_ rounds: CountedRounds) {
        change(rounds.organisation, rounds.helper) { line in
            let tally = rounds.isAppraisal ? \Line.appraisals : \Line.evaluations
            line[keyPath: tally].add(rounds.count, grade: rounds.grade, points: rounds.points)
        }
    }

    mutating func add(_ cases: CountedSuccess) {
        change(cases.organisation, cases.helper) { line in
            line.success.finished += cases.finished
            line.success.found += cases.found
            line.success.successful += cases.successful
        }
    }

    mutating func add(_ cases: Int, meeting criterion: String) { criteria[criterion, default: 0] += cases }

    private mutating func change(_ organisation: OrganisationID, _ helper: HelperID?, _ body: (inout Line) -> Void) {
        body(&all)
        body(&organisations[organisation, default: Line()])
        if let helper { body(&helpers[Worker(organisation: organisation, helper: helper), default: Line()]) }
    }
}

/// Rounds that are alike.
struct CountedRounds: RowDecodable {
    let organisation: OrganisationID
    let helper: HelperID?
    let isAppraisal: Bool
    let grade: String
    let count: Int
    let points: Double

    init(_ row: Row) throws {
        organisation = try row.get("organisation")
        helper = try row.get("helper")
        isAppraisal = try row.get("kind", as: String.self) == "appraisal"
        grade = try row.get("grade")
        count = try row.get("rounds")
        points = try row.get("points")
    }
}

/// Litigation of an organisation that came to its end, and what was found of it; of a helper where something was found.
struct CountedSuccess: RowDecodable {
    let organisation: OrganisationID
    let helper: HelperID?
    let finished: Int
    let found: Int
    let successful: Int

    init(_ row: Row) throws {
        organisation = try row.get("organisation")
        helper = try row.get("helper")
        finished = try row.get("finished")
        found = try row.get("found")
        successful = try row.get("successful")
    }
}
