import Foundation
import Models
import Rules

/// The case that a sound line would become.
struct ImportedDraft: Codable, Sendable {
    var code: String
    var form: AidForm
    var field: LegalField
    var acceptedOn: LegalDate
    var receivedOn: LegalDate
    var client: String
    var birth: LegalDate?
    var birthYear: Int?
    /// Nil: not said.
    var gender: Gender?
    var ethnicity: String?
    var identity: String?
    var phone: String?
    var address: String?
    var categories: [Models.Category]
    var eligibility: EligibilityDecision
    var countedAs: Models.Category
    var summary: String?
    var opposing: [String]
    /// As the register writes it, and who that is here.
    var helperName: String?
    var helper: HelperID?
    var helperKind: HelperKind?
    var state: CaseState
    var endedOn: LegalDate?
    /// The coded ground of its end, where the register names one.
    var endGround: String?
    /// It was stopped (Law 11/2017, Điều 37), also where its dossier was handed over since; nil: not.
    var wasStopped: Bool?
    var result: String?
    var handedOverOn: LegalDate?
    /// The number that the code has in the book of its year, where the code is one of ours: the counter goes on behind it.
    var series: String?
    var number: Int?

    /// The work came to its end, and was not stopped.
    var isFinished: Bool { endedOn != nil && (state == .finished || state == .handedOver) && wasStopped != true }

    /// What is not known, by the names of the fields.
    var gaps: [String] {
        let known: [(ImportField, Bool)] = [
            (.birth, birth != nil), (.gender, gender != nil), (.ethnicity, ethnicity != nil), (.address, address != nil),
            (.summary, summary != nil), (.helper, helper != nil || (helperName == nil && state == .registered)),
            (.result, result != nil || endedOn == nil),
        ]
        return known.filter { !$0.1 }.map(\.0.rawValue)
    }
}

/// What stands against a line: which column, what it says, what to do about it.
struct ImportProblem: Codable, Sendable, Equatable {
    var field: ImportField?
    var value: String?
    var code: String
    var message: LocalizedText

    init(_ field: ImportField?, _ value: String?, _ code: String, vi: String, en: String) {
        self.field = field
        self.value = value.map { String($0.prefix(200)) }
        self.code = code
        message = LocalizedText(vi: vi, en: en)
    }
}
