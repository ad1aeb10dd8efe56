import Foundation
import Models
import Pages
import Rules
import ServiceKit

/// What `intake-calendar.mustache` shows: what comes next, what is late, the month as a sheet and as a list.
struct CalendarPage: Part {
    let month: CalendarMonth
    let found: CalendarDesk.Month
    let rules: RulePacks
    let now: Date
    /// Whose calendar it is narrowed to; nil where that cannot be chosen, or was not.
    let helper: HelperID?
    let showsHelper: Bool
    let maySubscribe: Bool
    let mayRevoke: Bool
    /// The secret address that was just made.
    let newAddress: String?
    let form: Form

    private var t: Sentences { form.sentences }
    private var today: LegalDate { LegalDate(now) }
    private var hearings: HearingTable { HearingTable(rules: rules, now: now, t: t) }

    func child(named name: String) -> Any? {
        switch name {
        case "month": t("calendar_month", ["month": String(month.month), "year": String(month.year)])
        case "previous": address(of: month.previous)
        case "next": address(of: month.next)
        case "present": address(of: nil)
        case "filters": found.helpers.isEmpty ? nil : filters
        case "coming": coming
        case "late": found.late.isEmpty ? nil : late
        case "weekdays": MonthSheet.weekdays.map { t($0) }
        case "weeks": MonthSheet(month: month, found: found, today: today, t: t, title: hearings.title).weeks
        case "hearings": listed
        case "cut": found.hearings.count == CalendarDesk.most ? Notice(.warning, text: t("calendar_cut")) : nil
        case "steps": found.steps.isEmpty ? nil : steps
        case "feed": maySubscribe || mayRevoke ? feed : nil
        case "unconfirmed": rules.hearingKinds(on: today).note?.text(t.language.rawValue)
        default: nil
        }
    }

    private func address(of month: CalendarMonth?) -> String {
        Address.of("/calendar", ("month", month?.description), ("helper", helper?.description))
    }

    private var filters: Filters {
        let choices = found.helpers.map { Choice($0.id.description, $0.name) }
        return Filters(
            action: "/calendar", fields: [form.select("helper", "column_helper", isRequired: false, prompt: "filter_all", choices)],
            kept: [HiddenField("month", month.description)],
            chosen: found.helpers.first { $0.id == helper }.map {
                [Link($0.name, to: Address.of("/calendar", ("month", month.description)))]
            } ?? [], clear: Address.of("/calendar", ("month", month.description)))
    }

    private var coming: Table {
        hearings.ofCalendar(
            found.coming, caption: t("calendar_coming"), showsHelper: showsHelper, empty: EmptyState(t("calendar_coming_empty")))
    }

    private var listed: Table {
        hearings.ofCalendar(
            found.hearings, caption: t("calendar_list"), showsHelper: showsHelper,
            empty: EmptyState(t("calendar_empty"), text: t("calendar_empty_text")))
    }

    private var late: Table { table(found.late, caption: t("calendar_late")) }
    private var steps: Table { table(found.steps, caption: t("calendar_steps")) }

    private func table(_ steps: [NextStep], caption: String) -> Table {
        let names = ["calendar_step_on", "home_next_step", "column_code"] + (showsHelper ? ["column_helper"] : [])
        return Table(
            caption: caption, isCaptionHidden: true, columns: names.map { Table.Column(t($0)) },
            rows: steps.map { step in
                let helper: [TableCell] = showsHelper ? [step.helper.map { .text($0.name) } ?? .none] : []
                return [
                    .moment(Moment(step.on, t.formats)), step.step.map { .text($0) } ?? .none,
                    .link(step.code, to: "/cases/\(step.caseID)"),
                ] + helper
            }, empty: EmptyState(caption))
    }

    private var feed: FeedPanel {
        FeedPanel(
            feed: found.feed, helper: helper, maySubscribe: maySubscribe, mayRevoke: mayRevoke, newAddress: newAddress, t: t)
    }
}
