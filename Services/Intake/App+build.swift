import Directory
import Foundation
import Models
import Outbox
import Pages
import Rules
import ServiceKit

extension App {
    /// Wires the service: stores → operations → routes, pages, handlers.
    static func build(_ house: House) async throws -> Parts {
        let directory = Directory()
        let timeline = TimelineStore()
        let cases = CaseStore()
        let dossier = DossierStore()
        let waivers = WaiverStore()
        let conflicts = ConflictStore()
        let announcer = Doorbell()
        let requests = RequestStore()
        let templates = Bundle.module.url(forResource: "Templates", withExtension: nil)
        let renderer = try PageRenderer(templates: templates.map { [$0] } ?? [])
        let words = StateWords(renderer: renderer)
        let transfers = TransferStore()
        let eligibility = EligibilityStore()
        let passOn = PassOn(
            clock: house.clock, rules: house.rules, outbox: house.outbox, directory: directory, requests: requests, parties: PartyStore(),
            transfers: transfers)
        let requestCorrections = RequestCorrectionStore()
        let view = ViewRequest(
            clock: house.clock, database: house.database, requests: requests, corrections: requestCorrections, eligibility: eligibility,
            directory: directory, parties: PartyStore(), transfers: transfers)
        let openCase = OpenCase(clock: house.clock, rules: house.rules, register: RegisterStore(), timeline: timeline, announcer: announcer)
        let receive = ReceiveRequest(
            clock: house.clock, rules: house.rules, outbox: house.outbox, requests: requests, openCase: openCase)
        let decide = DecideRequest(
            clock: house.clock, rules: house.rules, outbox: house.outbox, directory: directory, requests: requests, openCase: openCase,
            passOn: passOn,
            transfers: transfers, tellSender: TellSender(clock: house.clock, outbox: house.outbox), words: words)
        let correctRequest = CorrectRequest(
            clock: house.clock, rules: house.rules, corrections: requestCorrections, eligibility: eligibility, parties: PartyStore(),
            words: words)
        let search = ConflictSearch(names: KnownNames())
        let checkConflicts = CheckConflicts(house: house, search: search, conflicts: conflicts)
        let announce = AnnounceCases(
            clock: house.clock, outbox: house.outbox, cases: cases, search: search,
            conflicts: conflicts,
            timeline: timeline)
        let gaps = GapDesk(house: house, gaps: GapStore(), dossier: dossier)
        let entries = ProgressStore()
        let formerHelpers = FormerHelperStore()
        let expenses = ExpenseStore()
        let pay = PayDesk(
            clock: house.clock, rules: house.rules, progress: entries, pay: PayStore(), expenses: expenses, former: formerHelpers,
            timeline: timeline)
        let progress = RecordProgress(
            clock: house.clock, rules: house.rules, outbox: house.outbox, cases: cases, progress: entries, timeline: timeline,
            words: words, pay: pay)
        let require = RequirePapers(clock: house.clock, rules: house.rules, outbox: house.outbox, cases: cases, dossier: dossier)
        let checkDossier = CheckDossier(clock: house.clock, rules: house.rules, waivers: waivers, timeline: timeline)
        let end = EndCase(
            clock: house.clock, rules: house.rules, outbox: house.outbox, cases: cases, dossier: dossier,
            checkDossier: checkDossier, require: require, timeline: timeline, words: words)
        let handDossierOver = HandDossierOver(
            clock: house.clock, outbox: house.outbox, cases: cases, dossier: dossier, checkDossier: checkDossier, timeline: timeline,
            words: words)
        let changes = HelperChangeStore()
        let keepChange = KeepHelperChange(
            clock: house.clock, rules: house.rules, outbox: house.outbox, changes: changes, timeline: timeline)
        let desk = CaseDesk(
            clock: house.clock, database: house.database, cases: cases, dossier: dossier, waivers: waivers, conflicts: conflicts,
            timeline: timeline, requests: requests, eligibility: eligibility, imported: ImportedCaseStore(), transfers: transfers,
            announcing: announce)
        let work = WorkDesk(house: house, desk: desk)
        let state = StateDesk(
            desk: desk, work: work, directory: directory, transfers: transfers,
            move: MoveCase(
                clock: house.clock, rules: house.rules, outbox: house.outbox, directory: directory, cases: cases, dossier: dossier,
                timeline: timeline, requests: requests, passOn: passOn, words: words),
            end: end)

        let searches = SearchHandles(database: house.database, clock: house.clock)
        let searchRoutes = SearchRoutes(renderer: renderer, searches: searches)
        let requestRoutes = RequestRoutes(
            house: house, requests: requests, view: view, receive: receive, decide: decide, searches: searches)
        let consultations = ConsultationDesk(clock: house.clock, database: house.database, consultations: ConsultationStore())
        let give = GiveConsultation(
            clock: house.clock, outbox: house.outbox, directory: directory, register: RegisterStore(),
            consultations: consultations.consultations)
        let requestForms = RequestForms(house: house, renderer: renderer, view: view, directory: directory)
        let drafts = KeepDraft(house: house, forms: KeptFormStore())
        let receipts = ReceiptStore()
        let requestPages = RequestPages(
            house: house, renderer: renderer, requests: requests, view: view, receive: receive, forms: requestForms, drafts: drafts,
            online: ReceiveOnline(house: house, renderer: renderer, receive: receive, receipts: receipts, drafts: drafts),
            searches: searches)
        let searching = KeepSearch(house: house, searches: SavedSearchStore(), handles: searches)
        let knownHelpers = KnownHelperStore()
        let caseRoutes = CaseRoutes(
            house: house, desk: desk, progress: progress, end: end, export: CaseExport(desk: desk, renderer: renderer),
            handDossierOver: handDossierOver, searches: searches)
        let casePages = CasePages(
            house: house, renderer: renderer, desk: desk, looks: RegisterLooks(house: house, directory: directory, desk: desk),
            searching: searching, progress: progress, end: end, searches: searches)
        let homePages = HomePages(house: house, renderer: renderer, requests: requests, directory: directory)
        let conflictRoutes = ConflictRoutes(check: checkConflicts)
        let parties = PartyStore()
        let corrections = RegisterCorrectionStore()
        let correctRegister = CorrectRegister(
            clock: house.clock, rules: house.rules, outbox: house.outbox, cases: cases, requests: requests, corrections: corrections,
            parties: parties, eligibility: eligibility,
            form: CorrectForm(
                clock: house.clock, rules: house.rules, outbox: house.outbox, cases: cases, dossier: dossier, eligibility: eligibility,
                pay: PayStore(), quality: QualityStore(), timeline: timeline),
            quality: QualityStore(), timeline: timeline, announcer: announcer)
        let partyCorrections = PartyCorrectionStore()
        let correctParty = CorrectParty(
            clock: house.clock, cases: cases, parties: parties, corrections: partyCorrections, timeline: timeline, announcer: announcer)
        let addParty = AddParty(clock: house.clock, cases: cases, parties: parties, timeline: timeline, announcer: announcer)
        let correct = CorrectProgress(clock: house.clock, progress: entries, timeline: timeline)
        let hearings = HearingStore()
        let keepHearing = KeepHearing(clock: house.clock, outbox: house.outbox, hearings: hearings, timeline: timeline)
        let feeds = FeedStore()
        let calendar = CalendarDesk(house: house, hearings: hearings, store: CalendarStore(), feeds: feeds)
        let keepFeed = KeepFeed(clock: house.clock, feeds: feeds, directory: directory)
        let keepExpense = KeepExpense(house: house, expenses: expenses, pay: pay, timeline: timeline)
        let imports = RegisterImportStore()
        let imported = ImportedCaseStore()
        let importBell = Doorbell()
        let importDesk = ImportDesk(house: house, imports: imports)
        let keepImport = KeepImport(house: house, directory: directory, imports: imports, doorbell: importBell)
        let importActivity = ImportActivity(announcer: announcer)
        let importWorker = ImportWorker(
            database: house.database, imports: imports,
            check: CheckImport(
                clock: house.clock, rules: house.rules, directory: directory, imports: imports, imported: imported, helpers: knownHelpers),
            make: MakeImport(clock: house.clock, rules: house.rules, imports: imports, imported: imported),
            doorbell: importBell, activity: importActivity, logger: house.logger)
        let (quality, plans) = (QualityStore(), PlanStore())
        let qualityDesk = QualityDesk(
            house: house, work: work, quality: quality, plans: plans,
            review: ReviewQuality(clock: house.clock, rules: house.rules, outbox: house.outbox, quality: quality, timeline: timeline),
            draw: DrawPlan(clock: house.clock, plans: plans), timeline: timeline)
        guard let forms else { throw CocoaError(.fileNoSuchFile) }
        let documents = DocumentDesk(
            house: house, renderer: renderer,
            layouts: try Layouts(folder: forms, pack: house.rules.printedForms(on: house.clock.today)), store: DocumentStore(),
            corrections: corrections,
            directory: directory, requests: requests, timeline: timeline, transfers: transfers, progress: entries, work: work)
        let press = DocumentPress(renderer: renderer)
        return Parts(
            routes: { router in
                conflictRoutes.add(to: router)
                ConflictPages(house: house, renderer: renderer, directory: directory, check: checkConflicts).add(to: router)
                PartyRoutes(
                    house: house, work: work, parties: parties, corrections: partyCorrections, addParty: addParty, correct: correctParty
                ).add(to: router)
                PartyPages(
                    house: house, renderer: renderer, work: work, parties: parties, corrections: partyCorrections, addParty: addParty,
                    correct: correctParty
                ).add(to: router)
                RegisterCorrectionRoutes(work: work, corrections: corrections, correct: correctRegister).add(to: router)
                RegisterCorrectionPages(
                    house: house, renderer: renderer, work: work, requests: requests, corrections: corrections, correct: correctRegister
                ).add(to: router)
                SavedSearchRoutes(house: house, keep: searching).add(to: router)
                SavedSearchPages(house: house, renderer: renderer, keep: searching).add(to: router)
                DocumentRoutes(desk: documents, press: press).add(to: router)
                DocumentPages(house: house, renderer: renderer, directory: directory, desk: documents, press: press).add(to: router)
                LayoutPages(house: house, renderer: renderer, directory: directory, desk: documents).add(to: router)
                WorkRoutes(house: house, work: work, progress: entries, correct: correct).add(to: router)
                WorkPages(house: house, renderer: renderer, work: work, progress: entries, correct: correct, record: progress, pay: pay)
                    .add(
                        to: router)
                HearingRoutes(house: house, work: work, hearings: hearings, keep: keepHearing).add(to: router)
                HearingPages(house: house, renderer: renderer, work: work, hearings: hearings, keep: keepHearing).add(to: router)
                CalendarRoutes(
                    house: house, renderer: renderer, calendar: calendar, feeds: feeds, former: formerHelpers, keep: keepFeed
                ).add(to: router)
                CalendarPages(house: house, renderer: renderer, calendar: calendar, keep: keepFeed).add(to: router)
                HandoverPages(house: house, renderer: renderer, work: work, dossier: dossier, waivers: waivers, hand: handDossierOver).add(
                    to: router)
                GapRoutes(house: house, desk: gaps).add(to: router)
                GapPages(house: house, renderer: renderer, directory: directory, desk: gaps).add(to: router)
                QualityRoutes(house: house, desk: qualityDesk).add(to: router)
                QualityPages(house: house, renderer: renderer, desk: qualityDesk).add(to: router)
                PayRoutes(house: house, work: work, desk: pay).add(to: router)
                PayPages(house: house, renderer: renderer, work: work, desk: pay).add(to: router)
                ExpenseRoutes(house: house, work: work, expenses: expenses, keep: keepExpense).add(to: router)
                ExpensePages(house: house, renderer: renderer, work: work, pay: pay, expenses: expenses, keep: keepExpense).add(to: router)
                ImportRoutes(house: house, renderer: renderer, keep: keepImport, desk: importDesk).add(to: router)
                ImportPages(house: house, renderer: renderer, directory: directory, keep: keepImport, desk: importDesk).add(to: router)
                requestRoutes.add(to: router)
                searchRoutes.add(to: router)
                caseRoutes.add(to: router)
                HelperChangeRoutes(house: house, work: work, changes: changes, keep: keepChange).add(to: router)
                HelperChangePages(house: house, renderer: renderer, work: work, changes: changes, keep: keepChange).add(to: router)
                AdviceRoutes(
                    house: house, renderer: renderer, work: work, dossier: dossier,
                    extend: ExtendAdvice(clock: house.clock, rules: house.rules, dossier: dossier, timeline: timeline)
                ).add(to: router)
                StateRoutes(desk: state).add(to: router)
                StatePages(house: house, renderer: renderer, desk: state).add(to: router)
                requestPages.add(to: router)
                DecisionPages(house: house, renderer: renderer, requests: requests, view: view, decide: decide, check: checkConflicts).add(
                    to: router)
                RequestCorrectionRoutes(house: house, requests: requests, view: view, correct: correctRequest).add(to: router)
                RequestCorrectionPages(house: house, renderer: renderer, requests: requests, view: view, correct: correctRequest).add(
                    to: router)
                ConsultationRoutes(house: house, desk: consultations, give: give).add(to: router)
                ConsultationPages(house: house, renderer: renderer, directory: directory, desk: consultations, give: give).add(to: router)
                DraftPages(house: house, renderer: renderer, forms: requestForms, keep: drafts).add(to: router)
                TrackPages(house: house, renderer: renderer, receipts: receipts, cases: cases, changes: changes, keep: keepChange).add(
                    to: router)
                casePages.add(to: router)
                homePages.add(to: router)
            },
            handlers: [
                OrganisationChangedHandler(directory), HelperChangedHandler(helpers: knownHelpers),
                CaseAssignedHandler(cases: cases, timeline: timeline, former: formerHelpers, changes: keepChange, require: require),
                NoHelperFoundHandler(cases: cases, timeline: timeline),
                OfferRefusedHandler(cases: cases, timeline: timeline, former: formerHelpers),
                DecisionIssuedHandler(cases: cases, timeline: timeline),
                AttachmentStoredHandler(
                    clock: house.clock, rules: house.rules, outbox: house.outbox, cases: cases, dossier: dossier, timeline: timeline,
                    decideAgain: DecideAgain(rules: house.rules, requests: requests, eligibility: eligibility, timeline: timeline)),
                CaseStalledHandler(cases: cases, timeline: timeline),
                CaseMovingHandler(cases: cases, timeline: timeline),
                AccountChangedHandler(feeds: feeds),
                TransferAnsweredHandler(transfers: transfers, directory: directory, cases: cases, timeline: timeline),
            ],
            services: [
                Announcer(
                    database: house.database, cases: cases, announce: announce,
                    searchAgain: SearchAgain(
                        clock: house.clock, outbox: house.outbox, cases: cases, search: search, conflicts: conflicts, timeline: timeline),
                    doorbell: announcer, imports: importActivity, logger: house.logger),
                importWorker,
            ],
            problemPage: { problem, request, context in try renderer.problem(problem, request, context) },
            sweeps: [searches.sweep, drafts.sweep, PublicThrottle(database: house.database, clock: house.clock).sweep],
            renewal: house.configuration.sessionRenewal)
    }
}
