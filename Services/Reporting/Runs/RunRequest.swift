import Models
import Rules
import ServiceKit

/// What a report is asked for: `{"form", "period", "organisation" | "province" | "all", "whole_period"}`.
struct RunRequest: Sendable {
    /// The subject as it was named.
    enum Subject: Hashable, Sendable {
        case organisation(OrganisationID)
        case province(String)
        case all
    }

    let form: StatisticalForm
    let period: ReportPeriod
    let subject: Subject
    let wholePeriod: Bool

    /// Throws 422 with every error.
    init(_ document: JSONValue, rules: RulePacks) throws {
        let reader = FieldReader(document)
        let form = reader.choice("form", among: rules.statisticalForms.map(\.id))
        let period = Self.period(reader, rules)
        let subject = Self.subject(reader, rules)
        wholePeriod = reader.bool("whole_period", default: false)
        let found = period.flatMap { rules.statisticalForm(form, on: $0.from) }
        if found == nil, period != nil, reader.isSound("form") {
            reader.fail(
                "form", code: "form_not_in_force", vi: "Biểu này không áp dụng cho kỳ báo cáo đã chọn.",
                en: "This form is not in force for that period.")
        }
        try reader.finish()
        guard let found, let period, let subject else { throw Problem.validation(reader.errors) }
        self.form = found
        self.period = period
        self.subject = subject
    }

    /// The period that was named; an error is recorded in `reader`.
    static func period(_ reader: FieldReader, _ rules: RulePacks) -> ReportPeriod? {
        let period = rules.period(reader.string("period", in: 1...20))
        if period == nil, reader.isSound("period") {
            reader.fail(
                "period", code: "unknown_period", vi: "Kỳ báo cáo viết như 2026-H1, 2026, 2026-official hoặc 2026-05.",
                en: "A period is written as 2026-H1, 2026, 2026-official or 2026-05.")
        }
        return period
    }

    /// The one subject that was named; an error is recorded in `reader`.
    static func subject(_ reader: FieldReader, _ rules: RulePacks) -> Subject? {
        let organisation = reader.optionalID("organisation", OrganisationID.self)
        let province = reader.optionalChoice("province", among: rules.provinces.all.map(\.code))
        let all = reader.bool("all", default: false)
        let isSound = ["organisation", "province", "all"].allSatisfy(reader.isSound)
        let named = [organisation.map(Subject.organisation), province.map(Subject.province), all ? .all : nil].compactMap(\.self)
        if isSound, named.count != 1 {
            reader.fail(
                "organisation", code: "exactly_one", vi: "Cần đúng một trong ba: organisation, province, all.",
                en: "Exactly one of organisation, province and all must be given.")
        }
        return named.first
    }

    /// The days that are counted: real figures only, or to the period's end. The country's report is the Cục's, a unit of the Ministry, whose
    /// year is real until 30 November (circular 03/2019, Điều 6.1b).
    var counted: ClosedRange<LegalDate> {
        if wholePeriod { return period.from...period.to }
        return subject == .all ? period.from...period.ministryRealTo : period.counted
    }
}
