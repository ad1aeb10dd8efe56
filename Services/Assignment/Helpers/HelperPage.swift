import Foundation
import Models
import Pages
import ServiceKit

/// What `assignment-helper.mustache` shows: who it is, what they have, when they are away.
struct HelperPage: Part {
    let helper: Helper
    /// Nil for who may not see when helpers are away.
    let absences: [Absence]?
    /// Nil for who may not see assignments.
    let cases: [BoardCase]?
    let today: LegalDate
    let mayReadCases: Bool
    let mayChange: Bool
    let mayEnterAbsence: Bool
    let form: Form

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "id": helper.id.description
        case "name": helper.name
        case "tag": helper.tag(t)
        case "may_change": mayChange
        case "may_enter_absence": mayEnterAbsence
        case "facts": facts
        case "cases": cases.map(table)
        case "dossiers": !mayReadCases ? nil : Fragment("/dossiers?helper=\(helper.id)", label: t("dossiers_title"))
        case "sees_absences": absences != nil
        case "absences": absences?.map { AbsenceLine(absence: $0, helper: helper.id, mayRemove: mayEnterAbsence && $0.to >= today, t: t) }
        case "no_absences": absences?.isEmpty
        case "errors": form.summary(fields)
        case "fields": fields
        default: nil
        }
    }

    private var facts: SummaryList {
        SummaryList([
            .init(t("helpers_kind"), t.label(helper.kind)), .init(t("helpers_organisation"), helper.organisationTitle),
            .init(t("helpers_email"), helper.email), .init(t("helpers_phone"), helper.phone), .init(t("helpers_card"), helper.cardNumber),
            .init(t("helpers_appointed"), helper.appointedOn.map { .moment(Moment($0, t.formats)) } ?? .none),
            .init(t("helpers_account"), t("helpers_account_\(helper.account.rawValue)")),
            .init(t("helpers_load"), t.formats.number(helper.points, places: 1)),
            .init(t("helpers_cases"), t.formats.number(helper.openCases)),
        ])
    }

    private func table(_ cases: [BoardCase]) -> Table {
        BoardTable(t: t).cases(cases, caption: t("helpers_cases"), showsHelper: false, empty: t("helpers_no_cases"))
    }

    private var fields: [any FormPart] {
        [form.date("from", "absence_from"), form.date("to", "absence_to"), form.text("reason", "absence_reason", maximum: 500)]
    }
}

/// One absence, with the way to take it back while it lasts.
struct AbsenceLine: Part {
    let absence: Absence
    let helper: HelperID
    let mayRemove: Bool
    let t: Sentences

    func child(named name: String) -> Any? {
        switch name {
        case "from": Moment(absence.from, t.formats)
        case "to": Moment(absence.to, t.formats)
        case "reason": absence.reason
        case "removal": mayRemove ? "/helpers/\(helper)/absences/\(absence.id.text)/removal" : nil
        default: nil
        }
    }
}
