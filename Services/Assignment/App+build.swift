import Foundation
import Hummingbird
import Models
import Outbox
import Pages
import Rules
import ServiceKit
import SheetImports

extension App {
    /// Puts the service together.
    @Sendable static func build(_ house: House) async throws -> Parts {
        let pages = try PageRenderer(templates: [Bundle.module.bundleURL.appending(path: "Templates")])
        let registers = Registers(house)
        let assigning = AssignHelper(house)
        let assignments = Assignments(house, assigning: assigning)
        let imports = KeepSheets(
            HelperImport(registers: registers, kinds: HelperKindWords(pages)), database: house.database, clock: house.clock)
        return Parts(
            routes: { router in
                OrganisationRoutes(registers).add(to: router)
                HelperRoutes(registers).add(to: router)
                AbsenceRoutes(registers).add(to: router)
                AssignmentRoutes(assignments).add(to: router)
                OrganisationPages(registers, pages).add(to: router)
                HelperPages(registers, pages).add(to: router)
                SheetRoutes(imports, pages).add(to: router)
                SheetPages(imports, pages).add(to: router)
                BoardPages(house, pages).add(to: router)
                QuotaPages(registers, pages).add(to: router)
                AssignmentPages(assignments, pages).add(to: router)
            },
            handlers: [
                CaseOpenedHandler(rules: house.rules, assigning: assigning), UnheededHandler<CaseProgressed>(),
                UnheededHandler<DossierChanged>(),
                PartiesChangedHandler(),
                AccountChangedHandler(), CaseFinishedHandler(clock: house.clock), CaseStoppedHandler(clock: house.clock),
                CaseHandedOverHandler(clock: house.clock), CaseSuspendedHandler(),
                CaseResumedHandler(calendar: house.rules.calendar), CaseReopenedHandler(), CaseTransferredHandler(clock: house.clock),
                UnheededHandler<CaseArchived>(), CaseCorrectedHandler(rules: house.rules),
            ],
            services: [WaitingCases(assigning: assigning, database: house.database, clock: house.clock, logger: house.logger)],
            problemPage: { problem, request, context in try pages.problem(problem, request, context) },
            sweeps: [HelperImport.tables.sweep], renewal: house.configuration.sessionRenewal
        )
    }
}
