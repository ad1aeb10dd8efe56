import Foundation
import Models
import Rules

@testable import Launcher

/// What the tests draw from: the bundled packs, and a fixed end in the late year.
struct Samples {
    let rules: RulePacks
    let until = Date(timeIntervalSince1970: 1_795_420_800)

    init() throws {
        rules = try RulePacks.load()
    }

    func plan(_ centres: Int = 34) -> [SampleOrganisation] {
        SampleOrganisation.plan(centres: centres, provinces: rules.provinces)
    }

    func drawing(seed: UInt64 = 1, centres: Int = 34) -> SampleDrawing {
        SampleDrawing(seed: seed, organisations: plan(centres), rules: rules, until: until)
    }

    /// What Intake would check of a drawn request.
    func facts(_ sample: SampleCase) -> EligibilityFacts {
        let request = sample.request
        return EligibilityFacts(
            date: sample.receivedOn, categories: request.categories, birth: request.client.birth, ethnicity: request.client.ethnicity,
            especiallyDifficult: request.client.residence.especiallyDifficult, hardship: request.hardship, role: request.role,
            field: request.field)
    }
}
