package import Foundation
package import Models

/// All that the law sets, as dated packs read once at start. Immutable: a new circular is a new file and a restart.
package final class RulePacks: Sendable {
    /// Working days and days off.
    package let calendar: WorkingCalendar
    package let provinces: Provinces
    package let ethnicGroups: EthnicGroups
    /// Every category that any version knows, in the order first met: for documents that list them all.
    package let knownCategories: [Category]

    private let eligibility: Versions<EligibilityPack>
    private let deadlines: Versions<DeadlinePack>
    private let helperKinds: Versions<HelperKindPack>
    private let assignments: Versions<AssignmentPack>
    private let quotas: Versions<QuotaPack>
    private let helperRefusals: Versions<GroundPack>
    private let helperChanges: Versions<GroundPack>
    private let dossiers: Versions<DossierPack>
    private let refusals: Versions<GroundPack>
    private let transfers: Versions<GroundPack>
    private let atOnce: Versions<GroundPack>
    private let territories: Versions<GroundPack>
    private let stops: Versions<GroundPack>
    private let suspensions: Versions<GroundPack>
    private let caseTransfers: Versions<GroundPack>
    private let completions: Versions<GroundPack>
    private let progress: Versions<ProgressKindPack>
    private let hearings: Versions<HearingKindPack>
    private let pays: Versions<PayPack>
    private let expenses: Versions<ExpenseKindPack>
    private let qualities: Versions<QualityPack>
    private let printed: Versions<PrintedFormPack>
    private let registers: Versions<RegisterPack>
    private let wages: Versions<BaseWage>
    private let forms: Versions<StatisticalFormPack>
    private let periods: PeriodReader
    private let retentions: Versions<RetentionPack>

    /// The packs that came with the program.
    package static var bundled: URL { Bundle.module.bundleURL.appending(path: "Packs", directoryHint: .isDirectory) }

    /// Reads every pack of a folder. Throws a ``PackError`` that names file, line and key, and says what to do.
    package static func load(from folder: URL = bundled) throws -> RulePacks {
        try RulePacks(PackFolder(url: folder))
    }

    private init(_ folder: PackFolder) throws {
        calendar = WorkingCalendar(try folder.versions("calendar", CalendarYear.self).all)
        provinces = try folder.versions("provinces", Provinces.self).latest
        ethnicGroups = try folder.versions("ethnic-groups", EthnicGroups.self).latest
        eligibility = try folder.versions("eligibility")
        var seen: Set<Category> = []
        knownCategories = eligibility.all.flatMap(\.categories).map(\.category).filter { seen.insert($0).inserted }
        deadlines = try folder.versions("deadlines")
        helperKinds = try folder.versions("helper-kinds")
        assignments = try folder.versions("assignment")
        quotas = try folder.versions("quotas")
        helperRefusals = try folder.versions("helper-refusal-grounds")
        helperChanges = try folder.versions("helper-change-grounds")
        dossiers = try folder.versions("dossier")
        refusals = try folder.versions("refusal-reasons")
        transfers = try folder.versions("transfer-reasons")
        atOnce = try folder.versions("at-once-grounds")
        territories = try folder.versions("territory-grounds")
        stops = try folder.versions("stop-grounds")
        suspensions = try folder.versions("suspension-grounds")
        caseTransfers = try folder.versions("case-transfer-grounds")
        completions = try folder.versions("completion-grounds")
        progress = try folder.versions("progress-kinds")
        hearings = try folder.versions("hearing-kinds")
        pays = try folder.versions("pay")
        expenses = try folder.versions("expense-kinds")
        qualities = try folder.versions("quality")
        printed = try folder.versions("printed-forms")
        registers = try folder.versions("register")
        wages = try folder.versions("base-wages")
        forms = try folder.versions("statistical-forms")
        periods = PeriodReader(packs: try folder.versions("periods"), calendar: calendar)
        retentions = try folder.versions("retention")
        try checkEveryCategoryHasItsColumn()
    }
}

extension RulePacks {
    /// Who is a client (Law 11/2017, Điều 7).
    package func eligibility(on date: LegalDate) -> EligibilityPack { eligibility.on(date).among(ethnicGroups) }

    /// Checks a client's facts against the pack of their date.
    package func check(_ facts: EligibilityFacts) -> EligibilityDecision { eligibility(on: facts.date).check(facts) }

    /// Time limits and levers.
    package func deadlines(on date: LegalDate) -> DeadlinePack { deadlines.on(date) }

    /// Which kinds of helpers may do what (Điều 17, 31–33).
    package func helperKinds(on date: LegalDate) -> HelperKindPack { helperKinds.on(date) }

    /// How a helper is picked.
    package func assignment(on date: LegalDate) -> AssignmentPack { assignments.on(date) }

    /// How many litigation cases an officer completes in a quota year.
    package func quotas(on date: LegalDate) -> QuotaPack { quotas.on(date) }

    /// Why a helper may not go on with a case or must refuse it (Điều 25).
    package func helperRefusalGrounds(on date: LegalDate) -> GroundPack { helperRefusals.on(date) }

    /// Why a procedural body does not let a helper act (joint circular 10/2018, Điều 6).
    package func helperChangeGrounds(on date: LegalDate) -> GroundPack { helperChanges.on(date) }

    /// What a dossier must hold (circular 12/2018, Điều 11).
    package func dossier(on date: LegalDate) -> DossierPack {
        dossiers.on(date).with(deadlines(on: date), proofs: eligibility(on: date).papers)
    }

    /// Grounds of refusal (Điều 30.3).
    package func refusalReasons(on date: LegalDate) -> GroundPack { refusals.on(date) }

    /// Grounds of transfer (Điều 35).
    package func transferReasons(on date: LegalDate) -> GroundPack { transfers.on(date) }

    /// Grounds of acceptance at once, before all papers are there (Điều 30.4; circular 12/2018, Điều 6.1).
    package func atOnceGrounds(on date: LegalDate) -> GroundPack { atOnce.on(date) }

    /// Why somebody who lives in another province is helped here (Điều 26.1).
    package func territoryGrounds(on date: LegalDate) -> GroundPack { territories.on(date) }

    /// Grounds of stopping (Điều 37.1).
    package func stopGrounds(on date: LegalDate) -> GroundPack { stops.on(date) }

    /// Why the work on a case may rest (circular 02/2021, Điều 8.2).
    package func suspensionGrounds(on date: LegalDate) -> GroundPack { suspensions.on(date) }

    /// Grounds of a case's transfer to another organisation (Điều 16.3, 35).
    package func caseTransferGrounds(on date: LegalDate) -> GroundPack { caseTransfers.on(date) }

    /// How a case ends other than by being stopped (circular 12/2018, Điều 10).
    package func completionGrounds(on date: LegalDate) -> GroundPack { completions.on(date) }

    /// Kinds of work entered on a case.
    package func progressKinds(on date: LegalDate) -> ProgressKindPack { progress.on(date) }

    /// Kinds of appointments that a case's calendar holds.
    package func hearingKinds(on date: LegalDate) -> HearingKindPack { hearings.on(date) }

    /// What helpers are paid (Decree 144/2017, Điều 13; circular 02/2021).
    package func pay(on date: LegalDate) -> PayPack { pays.on(date) }

    /// What helpers are paid back beside pay (Decree 144/2017, Điều 13.5).
    package func expenseKinds(on date: LegalDate) -> ExpenseKindPack { expenses.on(date) }

    /// How the quality of a case is scored (circular 12/2018, Điều 14–17).
    package func quality(on date: LegalDate) -> QualityPack { qualities.on(date) }

    /// The forms that are printed (circular 12/2018, Điều 13).
    package func printedForms(on date: LegalDate) -> PrintedFormPack { printed.on(date) }

    /// How long records are kept that are no dossier.
    package func retention(on date: LegalDate) -> RetentionPack { retentions.on(date) }

    /// The first day of the audit trail that is kept; nil where everything is.
    package func auditTrailBegins(on today: LegalDate) -> LegalDate? { retention(on: today).auditTrailBegins(on: today) }

    /// How cases are numbered (circular 12/2018, Điều 11.1).
    package func register(on date: LegalDate) -> RegisterPack { registers.on(date) }

    /// The base wage in force; nil before the first one known.
    package func baseWage(on date: LegalDate) -> BaseWage? { wages.inForce(on: date) }

    /// The newest statistical forms.
    package var statisticalForms: [StatisticalForm] { forms.latest.forms }

    /// The statistical forms in force on `date`: for a report, the first day of its period.
    package func statisticalForms(on date: LegalDate) -> [StatisticalForm] { forms.on(date).forms }

    /// The form of that id (`bieu-24`) in force on `date`; nil where there is none.
    package func statisticalForm(_ id: String, on date: LegalDate) -> StatisticalForm? {
        forms.on(date).forms.first { $0.id == id }
    }

    /// The period of an id: `2026-H1`, `2026`, `2026-official` or `2026-05`; nil for anything else.
    package func period(_ id: String) -> ReportPeriod? { periods.period(id) }

    /// Every period of a year.
    package func periods(of year: Int) -> [ReportPeriod] { periods.periods(of: year) }

    /// A category without a column would make a form's total differ from its parts.
    private func checkEveryCategoryHasItsColumn() throws {
        for form in forms.all.flatMap(\.forms) where form.subject == .persons {
            let listed = form.columns.flatMap(\.counts.ownCategories)
            for category in knownCategories where listed.count(where: { $0 == category }) != 1 {
                throw PackError(
                    file: "statistical-forms.yaml", line: nil, key: form.id,
                    problem: "the category “\(category.rawValue)” does not stand in exactly one column",
                    advice: "Name it under “categories” of one column.")
            }
        }
    }
}
