import Models
import Pages
import Rules
import ServiceKit

/// What happened to a case, in words, the latest first.
struct CaseHistory: Sendable {
    let entries: [TimelineEntry]
    let rules: RulePacks
    let today: LegalDate
    let t: Sentences

    var timeline: Timeline {
        Timeline(
            entries.reversed().map { entry in
                Timeline.Entry(
                    title(of: entry), at: Moment(entry.at, t.formats), by: entry.actor ?? entry.details["helper"],
                    text: text(of: entry))
            }, empty: EmptyState(t("timeline_empty")))
    }

    private func title(of entry: TimelineEntry) -> String {
        // Its alert ended because nothing more was to be waited for.
        if entry.kind == "moving", let cause = entry.details["cause"], cause != "moving" { return t("timeline_not_stalled") }
        return t("timeline_\(entry.kind)")
    }

    /// What an entry says beyond its kind.
    private func text(of entry: TimelineEntry) -> String? {
        let language = t.language.rawValue
        switch entry.kind {
        case "progress", "progress_corrected", "progress_withdrawn": return work(entry.details)
        case "hearing_scheduled", "hearing_changed", "hearing_held", "hearing_adjourned", "hearing_withdrawn": return hearing(entry.details)
        case "expense_entered", "expense_corrected", "expense_withdrawn", "expense_approved", "expense_refused":
            return expense(entry.details)
        case "paper_stored":
            return entry.details["kind"].flatMap {
                rules.dossier(on: today).title(ofKind: $0, proofs: rules.eligibility(on: today).papers)?.text(language)
            }
        case "eligibility_decided":
            return entry.details["state"].map { t("eligibility_state_\($0)") }
        case "register_corrected":
            return entry.details["fields"].map { fields in
                fields.split(separator: " ").compactMap { RegisterField(rawValue: String($0)) }.map { t($0.label) }.joined(separator: "; ")
            }
        case "quality_recorded":
            return [
                entry.details["kind"].map { t("quality_kind_\($0)") },
                entry.details["grade"].flatMap { rules.quality(on: today).grade(named: $0)?.title.text(language) },
            ].compactMap(\.self).joined(separator: " – ")
        case "success_found": return entry.details["criteria"].flatMap { $0.isEmpty ? t("success_none") : $0 }
        case "papers_waived": return waived(entry.details)
        case "handed_over": return handedOver(entry.details)
        case "finished", "stopped": return ended(entry)
        case "helper_assigned": return assigned(entry)
        case "suspended":
            return moved(
                entry.details, rules.suspensionGrounds(on: today),
                entry.details["expected_on"].flatMap { LegalDate($0) }.map {
                    t("timeline_expected", ["date": t.formats.date($0)])
                })
        case "transferred": return moved(entry.details, rules.caseTransferGrounds(on: today), entry.details["receiver"])
        case "transfer_answered":
            return TransferAnswer(details: entry.details)?.words(by: entry.details["receiver"] ?? "–", t)
        case "advice_extended": return advice(entry.details)
        case "helper_change_asked":
            return entry.details["due_on"].flatMap { LegalDate($0) }.map { t("timeline_change_due", ["date": t.formats.date($0)]) }
        case "helper_change_answered": return entry.details["outcome"].map { t("helper_change_outcome_\($0)") }
        case "resumed", "reopened", "archived": return moved(entry.details, nil, entry.details["place"])
        case "stalled": return entry.details["working_days"].map { t("timeline_stalled_days", ["days": $0]) }
        case "party_corrected", "party_taken_out": return party(entry.details)
        case "party_added": return entry.details["role"].flatMap(PartyRole.init).map { t("party_role_\($0.rawValue)") }
        case "conflict_found": return entry.details["verdict"].flatMap(ConflictVerdict.init).map(t.label)
        default: return nil
        }
    }

    /// On which side they stand, and what of them was corrected.
    private func party(_ details: [String: String]) -> String {
        let role = details["role"].flatMap(PartyRole.init).map { t("party_role_\($0.rawValue)") }
        let fields = (details["fields"] ?? "").split(separator: " ").compactMap { PartyField(rawValue: String($0)) }.map { t($0.label) }
        return ([role].compactMap(\.self) + fields).joined(separator: " – ")
    }

    /// Until when written advice may take, and why.
    private func advice(_ details: [String: String]) -> String {
        let agreed = details["agreed_on"].flatMap { LegalDate($0) }.map { t("advice_agreed_on", ["date": t.formats.date($0)]) }
        return [details["due_on"].flatMap { LegalDate($0) }.map(t.formats.date), agreed, details["reason"]].compactMap(\.self).joined(
            separator: " – ")
    }

    /// When and why it moved: the day, the ground in words, what belongs to it, the reason.
    private func moved(_ details: [String: String], _ grounds: GroundPack?, _ more: String?) -> String {
        let day = details["date"].flatMap { LegalDate($0) }.map(t.formats.date)
        let ground = details["ground"].flatMap { grounds?[$0]?.title.text(t.language.rawValue) }
        return [day, ground, more, details["reason"], details["note"]].compactMap(\.self).joined(separator: " – ")
    }

    /// Who has it now, whose place they take, and why.
    private func assigned(_ entry: TimelineEntry) -> String? {
        let words = [
            entry.actor == nil ? nil : entry.details["helper"], entry.details["previous"].map { t("timeline_helper_before", ["name": $0]) },
            entry.details["reason"],
        ].compactMap(\.self)
        return words.isEmpty ? nil : words.joined(separator: " – ")
    }

    /// Why it ended, and what came of it.
    private func ended(_ entry: TimelineEntry) -> String? {
        let pack = entry.kind == "stopped" ? rules.stopGrounds(on: today) : rules.completionGrounds(on: today)
        let ground = entry.details["ground"].flatMap { pack[$0]?.title.text(t.language.rawValue) }
        let words = [ground, entry.details["note"]].compactMap(\.self)
        return words.isEmpty ? nil : words.joined(separator: " – ")
    }

    /// Which papers were missing, and why that was let pass.
    private func waived(_ details: [String: String]) -> String {
        let pack = rules.dossier(on: today)
        let kinds = (details["kinds"] ?? "").split(separator: " ").map { kind in
            pack.title(ofKind: String(kind))?.text(t.language.rawValue) ?? String(kind)
        }
        return [kinds.joined(separator: "; "), details["reason"] ?? ""].joined(separator: " – ")
    }

    /// From whom to whom.
    private func handedOver(_ details: [String: String]) -> String? {
        guard let receiver = details["received_by"] else { return nil }
        return t("timeline_handed_over_words", ["from": details["handed_over_by"] ?? "–", "to": receiver])
    }

    /// Which hearing, and when.
    private func hearing(_ details: [String: String]) -> String {
        let kind = details["hearing"].flatMap { rules.hearingKinds(on: today)[$0]?.title.text(t.language.rawValue) }
        let time = details["starts_at"].flatMap(Instant.parse).map(t.formats.dateTime)
        return [kind, time].compactMap(\.self).joined(separator: " – ")
    }

    /// Which expense, and how much.
    private func expense(_ details: [String: String]) -> String {
        let kind = details["expense"].flatMap { rules.expenseKinds(on: today)[$0]?.title.text(t.language.rawValue) }
        return [kind, details["dong"].flatMap { Int($0) }.map(t.dong)].compactMap(\.self).joined(separator: " – ")
    }

    /// What was done, and when.
    private func work(_ details: [String: String]) -> String {
        let kind = details["kind"].flatMap { rules.progressKinds(on: today)[$0]?.title.text(t.language.rawValue) }
        let day = details["date"].flatMap { LegalDate($0) }.map(t.formats.date)
        let half = details["half"].flatMap(HalfDay.Half.init).map(t.label)
        return [kind, day, half].compactMap(\.self).joined(separator: " – ")
    }
}
