import Foundation
import Models
import Rules

/// Draws cases in the country's proportions. Case 7 of a seed is always the same, in whatever order and however many are drawn.
struct SampleDrawing: Sendable {
    let seed: UInt64
    let rules: RulePacks
    /// No case is received after this instant; all are of its year.
    let until: Date
    private let organisations: [String: SampleOrganisation]
    private let receivers: [AidForm: [Weighted<SampleOrganisation>]]
    private let clients: [String: [AidForm: [Weighted<ClientProfile>]]]

    /// Streams of draws that have nothing to do with each other.
    private enum Stream: UInt64 {
        case accepted = 1
        case undecided
    }

    /// - Parameter organisations: those that receive; not empty.
    init(seed: UInt64, organisations: [SampleOrganisation], rules: RulePacks, until: Date) {
        self.seed = seed
        self.rules = rules
        self.until = until
        self.organisations = Dictionary(uniqueKeysWithValues: organisations.map { ($0.key, $0) })
        let known = Set(rules.eligibility(on: LegalDate(until)).categories.map(\.category))
        let weights = ProfileWeights(known: known, provinces: rules.provinces)
        let provinces = Set(organisations.map(\.province)).map(SampleProvince.of)
        receivers = Self.eachForm { form in organisations.map { Weighted($0, $0.weight * Self.leaning($0.kind, to: form)) } }
        clients = Dictionary(
            uniqueKeysWithValues: provinces.map { province in
                (province.code, Self.eachForm { weights.clients(of: province, with: $0) })
            })
    }

    /// The legal date of the end.
    var today: LegalDate { LegalDate(until) }

    /// The organisation of that key.
    func organisation(_ key: String) -> SampleOrganisation? { organisations[key] }

    /// A case that is accepted as it comes in.
    func accepted(_ index: Int) -> SampleCase {
        var dice = Dice(seed, Stream.accepted.rawValue, UInt64(index))
        var sample = draw(recent: false, &dice)
        sample = SampleCase(
            organisation: sample.organisation, request: sample.request.accepted(on: sample.receivedOn), receivedOn: sample.receivedOn,
            ending: ending(sample, &dice))
        return sample
    }

    /// A request of the last days that nobody has decided on, and the ground on which it is refused, if it is.
    func undecided(_ index: Int) -> (sample: SampleCase, refusal: String?) {
        var dice = Dice(seed, Stream.undecided.rawValue, UInt64(index))
        let sample = draw(recent: true, &dice)
        let grounds = rules.refusalReasons(on: today).all.map(\.key)
        return (sample, dice.chance(0.4) && !grounds.isEmpty ? dice.pick(grounds) : nil)
    }

    private func draw(recent: Bool, _ dice: inout Dice) -> SampleCase {
        let form = dice.pick(Self.forms)
        let organisation = dice.pick(receivers[form] ?? [])
        let province = SampleProvince.of(organisation.province)
        let profile = dice.pick(clients[province.code]?[form] ?? [])
        let part = SamplePart(profile, form, &dice)
        let received = received(part.channel, recent: recent, &dice)
        let on = LegalDate(received)
        let person = SamplePerson(profile, part, in: province, on: on, &dice)
        let request = request(form, part, person, profile, received, &dice)
        return SampleCase(organisation: organisation.key, request: request, receivedOn: on, ending: nil)
    }

    private func request(
        _ form: AidForm, _ part: SamplePart, _ person: SamplePerson, _ profile: ClientProfile, _ received: Date, _ dice: inout Dice
    ) -> SampleRequest {
        let isHeld = part.isAccused && part.channel == .notice && dice.chance(0.15)
        let hasDeadline = form == .litigation && dice.chance(0.04)
        return SampleRequest(
            centre: "", channel: part.channel, receivedAt: Instant.format(received),
            held: isHeld ? Instant.format(received.addingTimeInterval(-Double(dice.number(60...660)) * 60)) : nil,
            client: person.client, categories: person.categories, hardship: profile.hardship.isEmpty ? nil : dice.pick(profile.hardship),
            form: form, field: part.field, role: part.role,
            summary: SampleSummary.text(form, part, person, &dice), opposing: person.opposing, relatives: person.relatives,
            deadline: hasDeadline ? Instant.format(received.addingTimeInterval(Double(dice.number(3...20)) * 86_400)) : nil,
            urgent: isHeld || (hasDeadline && dice.chance(0.5)), decision: nil)
    }

    /// Office hours of a working day; notices and what comes online keep no days off.
    private func received(_ channel: Channel, recent: Bool, _ dice: inout Dice) -> Date {
        let first = recent ? today.adding(days: -6) : LegalDate(year: today.year, month: 1, day: 1) ?? today
        var day = first
        for _ in 0..<8 {
            day = first.adding(days: dice.number(0...(today.dayNumber - first.dayNumber)))
            if channel == .notice || channel == .online || rules.calendar.isWorkingDay(day) { break }
        }
        let instant = day.start.addingTimeInterval(Double(dice.number(450...1_010)) * 60)
        return min(instant, until.addingTimeInterval(-Double(dice.number(1...180)) * 60))
    }

    /// As many ended as the country closes of what it handles, each some time after it came in; two of a hundred are stopped.
    private func ending(_ sample: SampleCase, _ dice: inout Dice) -> SampleCase.Ending? {
        let least = sample.request.form == .advice ? 3 : 20
        let open = today.dayNumber - sample.receivedOn.dayNumber - least
        guard open > 0 else { return nil }
        let span = Double(today.dayNumber - (LegalDate(year: today.year, month: 1, day: 1)?.dayNumber ?? 0))
        let share = min(0.95, NationalFigures.closedShare * span / max(1, span - Double(least)))
        let (fate, kind) = (dice.unit(), dice.unit())
        guard fate < share else { return nil }
        let day = workingDay(before: sample.receivedOn.adding(days: least + dice.number(0...min(open, 200))), least: sample.receivedOn)
        let grounds = rules.stopGrounds(on: today).all.map(\.key)
        if kind < 0.034, let usual = grounds.first {
            return .stopped(day, ground: dice.chance(0.7) ? usual : dice.pick(grounds))
        }
        return .finished(day, result: SampleSummary.result(sample.request.field, sample.request.form, &dice))
    }

    private func workingDay(before day: LegalDate, least: LegalDate) -> LegalDate {
        var day = day
        while day > least, !rules.calendar.isWorkingDay(day) { day = day.adding(days: -1) }
        return day
    }

    private static let forms: [Weighted<AidForm>] = {
        let rest = 1 - NationalFigures.litigationShare
        return [
            Weighted(.litigation, NationalFigures.litigationShare), Weighted(.advice, rest * 0.9), Weighted(.representation, rest * 0.1),
        ]
    }()

    /// Participating organisations mostly advise.
    private static func leaning(_ kind: OrganisationKind, to form: AidForm) -> Double {
        kind.isParticipating ? (form == .litigation ? 0.3 : 4) : 1
    }

    private static func eachForm<Value>(_ make: (AidForm) -> Value) -> [AidForm: Value] {
        Dictionary(uniqueKeysWithValues: AidForm.allCases.map { ($0, make($0)) })
    }
}

extension SampleRequest {
    /// As the paper register of the year so far has it.
    func accepted(on date: LegalDate) -> SampleRequest {
        var copy = self
        copy.decision = "accept"
        copy.acceptedOn = date
        return copy
    }
}
