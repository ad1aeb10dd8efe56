import Directory
import Foundation
import Models
import Outbox
import Pages
import ServiceKit

extension App {
    /// Wires the service: stores → desk → routes, pages, handlers, the dispatcher of jobs.
    static func build(_ house: House) async throws -> Parts {
        let doorbell = Doorbell()
        let runs = RunStore()
        let desk = ReportDesk(database: house.database, rules: house.rules, clock: house.clock, doorbell: doorbell)
        let templates = Bundle.module.url(forResource: "Templates", withExtension: nil)
        let renderer = try PageRenderer(templates: templates.map { [$0] } ?? [])
        let exports = ReportExports(renderer: renderer)
        let formRoutes = FormRoutes(rules: house.rules)
        let runRoutes = RunRoutes(house: house, desk: desk, exports: exports)
        let pages = ReportPages(house: house, renderer: renderer, desk: desk, exports: exports)
        let quality = QualityDesk(house: house, quality: QualityStore())
        return Parts(
            routes: { router in
                QualityRoutes(house: house, renderer: renderer, desk: quality).add(to: router)
                QualityPages(house: house, renderer: renderer, desk: quality).add(to: router)
                formRoutes.add(to: router)
                runRoutes.add(to: router)
                pages.add(to: router)
            },
            handlers: handlers,
            services: [
                JobDispatcher(
                    database: house.database, broker: house.broker, queue: Topology.standard.jobs,
                    plan: PlanJobs(clock: house.clock, runs: runs), clock: house.clock, doorbell: doorbell, logger: house.logger)
            ],
            problemPage: { problem, request, context in try renderer.problem(problem, request, context) })
    }

    /// A worker: takes jobs and counts, nothing else.
    static func buildWorker(_ house: House) async throws -> Parts {
        Parts(
            services: [
                JobWorker(
                    database: house.database, broker: house.broker, queue: Topology.standard.jobs,
                    work: WorkJob(clock: house.clock, rules: house.rules, runs: RunStore()),
                    parking: Parking(
                        Topology.standard.jobs, database: house.database, clock: house.clock, logger: house.logger, metrics: house.metrics),
                    logger: house.logger)
            ])
    }

    /// One for each message that Reporting hears. A case that rests is handled meanwhile as before; an assignment tells the helper's kind as it was on that day.
    static var handlers: [any MessageHandler] {
        let keep = KeepFacts()
        return [
            OrganisationChangedHandler(Directory()), CaseOpenedHandler(keep: keep), CaseAssignedHandler(keep: keep),
            CaseFinishedHandler(keep: keep), CaseStoppedHandler(keep: keep), CaseHandedOverHandler(keep: keep),
            DecisionIssuedHandler(keep: keep), UnheededHandler<CaseProgressed>(), UnheededHandler<DossierChanged>(),
            CaseReopenedHandler(keep: keep), CaseTransferredHandler(keep: keep),
            UnheededHandler<PartiesChanged>(), UnheededHandler<CaseSuspended>(), UnheededHandler<CaseResumed>(),
            UnheededHandler<CaseArchived>(),
            TransferAnsweredHandler(keep: keep), CaseCorrectedHandler(keep: keep),
            ConsultationGivenHandler(consultations: ConsultationStore()),
            HelperChangedHandler(helpers: HelperStore()),
            QualityRecordedHandler(directory: Directory(), quality: QualityStore()),
            SuccessFoundHandler(directory: Directory(), quality: QualityStore()),
        ]
    }
}
