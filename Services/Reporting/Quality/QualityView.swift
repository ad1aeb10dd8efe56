import Foundation
import Models
import Rules

/// The figures of quality in the JSON API.
struct QualityView: Encodable, Sendable {
    struct Organisation: Encodable, Sendable {
        let organisation: OrganisationID
        let title: String?
        let appraisals: QualityTally
        let evaluations: QualityTally
        let success: SuccessTally
    }

    struct Helper: Encodable, Sendable {
        let helper: HelperID
        let name: String?
        let organisation: OrganisationID
        let appraisals: QualityTally
        let evaluations: QualityTally
        /// Of how many of their cases something was found, and how many met a criterion.
        let found: Int
        let successful: Int
    }

    let period: String
    let counted: RunView.Span
    let asOf: Date
    let appraisals: QualityTally
    let evaluations: QualityTally
    let success: SuccessTally
    /// Cases that met a criterion, by its key.
    let criteria: [String: Int]
    let organisations: [Organisation]
    let helpers: [Helper]

    init(_ request: QualityRequest, _ figures: QualityFigures) {
        period = request.period.id
        counted = RunView.Span(from: request.counted.lowerBound, to: request.counted.upperBound)
        asOf = figures.asOf
        appraisals = figures.all.appraisals
        evaluations = figures.all.evaluations
        success = figures.all.success
        criteria = figures.criteria
        organisations = figures.organisations.sorted { $0.key.description < $1.key.description }.map { id, line in
            Organisation(
                organisation: id, title: figures.titles[id], appraisals: line.appraisals, evaluations: line.evaluations,
                success: line.success)
        }
        helpers = figures.helpers
            .sorted {
                ($0.key.organisation.description, $0.key.helper.description) < ($1.key.organisation.description, $1.key.helper.description)
            }
            .map { worker, line in
                Helper(
                    helper: worker.helper, name: figures.names[worker.helper], organisation: worker.organisation,
                    appraisals: line.appraisals, evaluations: line.evaluations, found: line.success.found,
                    successful: line.success.successful)
            }
    }
}
