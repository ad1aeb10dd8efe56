import Directory
import Foundation
import Models
import Pages
import Rules
import ServiceKit

/// Gathers what a form is filled in with, in Vietnamese, as the papers are.
struct DocumentWriter: Sendable {
    let rules: RulePacks
    let t: Sentences
    let today: LegalDate

    /// Whose paper it is.
    struct Office: Sendable {
        let organisation: Organisation
        /// The centre of a branch.
        let parent: Organisation?
    }

    func begin(_ form: PrintedForm, _ office: Office) -> DocumentFacts {
        var facts = DocumentFacts(blankFieldsOf: rules.printedForms(on: today))
        let organisation = office.organisation
        let province = rules.provinces[organisation.province]
        let place = province?.name.vi
        facts.set("sign", form.sign)
        facts.set("superior", superior(of: office, province))
        facts.set("organisation", organisation.title)
        facts.set("organisation_capitals", organisation.title.uppercased(with: Locale(identifier: "vi_VN")))
        facts.set("number", form.number.map { "............/\($0)" })
        facts.set("place", place)
        facts.set("day", two(today.day))
        facts.set("month", two(today.month))
        facts.set("year", String(today.year))
        facts.set("signer_title", title(of: organisation.kind))
        facts.set("signer", " ")
        return facts
    }

    func add(
        _ request: RequestRecord, for identity: Identity, opposing: [String], passedTo receiver: String?, to facts: inout DocumentFacts
    ) {
        let client = request.client
        facts.set("client_title", client.gender == .female ? "bà" : client.gender == .male ? "ông" : "ông (bà)")
        facts.set("client_name", client.name)
        facts.set("client_birth", client.birth.map(date))
        facts.set("client_gender", t.label(client.gender))
        facts.set("client_ethnicity", client.ethnicity)
        facts.set("client_identity", identity.sees(identityNumber: client.identityNumber))
        facts.set("client_address", address(client.address, client.residence?.commune, client.residence?.province))
        facts.set("client_phone", client.phone)
        facts.set("client_categories", request.categories.map(t.label).joined(separator: "; "))
        // A notice of a procedural body says of nobody that they asked.
        let isAsked = request.requester != nil || request.channel != .notice
        facts.set("requester_name", isAsked ? request.requester?.name ?? client.name : nil)
        facts.set("requester_relation", isAsked ? request.requester?.relation ?? "bản thân" : nil)
        facts.set("request_received", date(LegalDate(request.receivedAt)))
        facts.set("request_summary", request.summary)
        facts.set("opposing", opposing.joined(separator: "; "))
        facts.set("aid_form", t.label(request.form))
        facts.set("field", t.label(request.field))
        for form in AidForm.allCases { facts.set("box_\(form.rawValue)", form == request.form ? "☒" : "☐") }
        facts.set("role_in_proceedings", request.role.map(t.label))
        let day = request.decidedAt.map { LegalDate($0) } ?? today
        let grounds = request.state == .transferred ? rules.transferReasons(on: day) : rules.refusalReasons(on: day)
        let ground = request.reason.flatMap { grounds[$0] }
        facts.set("ground", ground?.title.vi ?? request.reason)
        facts.set("ground_article", ground.map { Citation($0.article).text("vi") })
        facts.set("ground_explanation", request.state == .refused ? ground?.explanation?.vi ?? " " : " ")
        facts.set("receiver", receiver)
        facts.set("ground_note", request.note ?? " ")
    }

    func add(_ record: CaseRecord, _ timeline: [TimelineEntry], form: PrintedForm, to facts: inout DocumentFacts) {
        facts.set("case_code", record.code)
        facts.set("accepted_on", date(record.acceptedOn))
        facts.set("ended_on", record.endedOn.map(date))
        facts.set("result", record.result)
        let held = AssignedHelpers(timeline)
        let isReplacement = form.key.hasSuffix("replacement")
        let isDecision = form.number == "QĐ-TGPL"
        let present = record.helper == nil ? nil : held.present
        // What was signed is printed again as it was: the decision that assigns names whoever was assigned first, the one that replaces whoever came last.
        let turn = isDecision && !isReplacement ? held.assigned ?? present : present
        facts.set("helper_name", turn?.name ?? record.helper?.name)
        facts.set("helper_kind", (turn?.kind ?? record.helper?.kind).map { t.label($0).lowercased() })
        facts.set("previous_helper", held.replaced?.name)
        facts.set("replacement_reason", present?.reason)
        let before = isReplacement ? held.replaced : turn
        facts.set("decision_number", before?.decision?["number"])
        facts.set("decision_date", before?.decision?["date"].flatMap { LegalDate($0) }.map(date))
        addEnd(of: record, timeline, form, to: &facts)
        guard isDecision, let decision = turn?.decision, !isReplacement || held.replaced != nil else { return }
        facts.set("number", decision["number"])
        facts.set("signer", decision["signer"])
        guard let day = decision["date"].flatMap({ LegalDate($0) }) else { return }
        facts.set("day", two(day.day))
        facts.set("month", two(day.month))
        facts.set("year", String(day.year))
    }

    /// Why a case was passed on (Law 11/2017, Điều 16.3, 35), or stopped (Điều 37.2).
    private func addEnd(of record: CaseRecord, _ timeline: [TimelineEntry], _ form: PrintedForm, to facts: inout DocumentFacts) {
        guard !form.caseStates.isEmpty, let day = record.endedOn else { return }
        let isPassedOn = record.state == .transferred
        let grounds = isPassedOn ? rules.caseTransferGrounds(on: day).all : rules.stopGrounds(on: day).all
        let ground = grounds.first { $0.key == record.endGround }
        facts.set("ground", ground?.title.vi ?? record.endGround)
        facts.set("ground_article", ground.map { Citation($0.article).text("vi") })
        facts.set("ground_explanation", ground?.explanation?.vi ?? " ")
        let note = isPassedOn ? timeline.last { $0.kind == "transferred" }?.details["note"] : record.result
        facts.set("ground_note", note ?? " ")
    }

    /// Bảng kê: the work that holds, in the order of its days (circular 02/2021, Điều 3.3, 9.4).
    func add(_ work: [ProgressRecord], to facts: inout DocumentFacts) {
        let live = work.filter { $0.superseded == nil }.sorted { ($0.date, $0.enteredAt) < ($1.date, $1.enteredAt) }
        let kinds = rules.progressKinds(on: today)
        facts.set("total_half_days", t.formats.number(live.compactMap(\.halfDays).reduce(0, +), places: 1))
        for (index, entry) in live.enumerated() {
            facts.add(row: [
                "row_number": String(index + 1),
                "row_date": [date(entry.date), entry.half.map(t.label)].compactMap(\.self).joined(separator: ", "),
                "row_work": kinds[entry.kind]?.title.vi ?? entry.kind, "row_note": entry.note ?? "", "row_result": entry.result ?? "",
                "row_place": entry.place ?? "", "row_minutes": entry.minutes.map(String.init) ?? "",
                "row_half_days": entry.halfDays.map { t.formats.number($0, places: 1) } ?? "", "row_helper": entry.helperName ?? "",
                "row_confirmed": entry.confirmedBy ?? "",
            ])
        }
    }

    /// Lines of a volume of the register, with what stood in them before it was corrected.
    ///
    /// - Parameter total: how many stand in all volumes.
    func add(
        _ lines: [RegisterLine], _ corrected: [CaseID: [RegisterCorrection]], of asked: RegisterRequest, total: Int,
        volumes: Int, to facts: inout DocumentFacts
    ) {
        facts.set("period_from", date(asked.from))
        facts.set("period_to", date(asked.to))
        facts.set("count", String(total))
        facts.set("volume", String(asked.volume))
        facts.set("volumes", String(volumes))
        for line in lines {
            let made = corrected[line.id] ?? []
            func was(_ field: RegisterField) -> String {
                made.filter { $0.field == field }.map { shown($0.old, field) }.joined(separator: "; ")
            }
            facts.add(row: [
                "row_client_was": was(.name), "row_birth_was": was(.birth), "row_ethnicity_was": was(.ethnicity),
                "row_address_was": was(.address), "row_gender_was": was(.gender), "row_category_was": was(.categories),
                "row_field_was": was(.field), "row_form_was": was(.form), "row_summary_was": was(.summary),
                "row_corrections": words(of: made),
                "row_number": line.number, "row_code": line.code, "row_accepted": date(line.acceptedOn),
                "row_client": line.client,
                "row_birth": line.birth.map(date) ?? "", "row_gender": t.label(line.gender), "row_ethnicity": line.ethnicity,
                "row_address": address(line.address, line.commune, line.residence) ?? "", "row_category": t.label(line.countedAs),
                "row_field": t.label(line.field),
                "row_form": line.form.code, "row_summary": line.summary, "row_helper": line.helper ?? "",
                "row_ended": line.endedOn.map(date) ?? "", "row_result": line.result ?? "",
            ])
        }
    }

    private func shown(_ value: String?, _ field: RegisterField) -> String {
        guard let value else { return "–" }
        return field == .form ? AidForm(rawValue: value)?.code ?? value : t.registerWords(value, of: field)
    }

    /// Which fields were corrected, by whom, when and why.
    private func words(of made: [RegisterCorrection]) -> String {
        made.map { one in
            "\(t(one.field.label)): \(one.by), \(date(LegalDate(one.at))) – \(one.reason)"
        }.joined(separator: "; ")
    }

    private func date(_ date: LegalDate) -> String { t.formats.date(date) }
    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

    private func address(_ address: String?, _ commune: String?, _ province: String?) -> String? {
        let parts = [address, commune, province.flatMap { rules.provinces[$0]?.name.vi }].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    private func superior(of office: Office, _ province: Province?) -> String? {
        if let parent = office.parent { return parent.title.uppercased(with: Locale(identifier: "vi_VN")) }
        guard office.organisation.kind == .centre else { return " " }
        return province.map { province in
            let kind = province.kind == .city ? "THÀNH PHỐ" : "TỈNH"
            return "SỞ TƯ PHÁP \(kind) \(province.name.vi.uppercased(with: Locale(identifier: "vi_VN")))"
        }
    }

    private func title(of kind: OrganisationKind) -> String {
        switch kind {
        case .centre: "GIÁM ĐỐC"
        case .branch: "TRƯỞNG CHI NHÁNH"
        case .contracted, .registered: "NGƯỜI ĐỨNG ĐẦU TỔ CHỨC"
        }
    }
}
