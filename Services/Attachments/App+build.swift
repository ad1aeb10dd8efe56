import Directory
import Foundation
import Hummingbird
import Models
import Outbox
import Pages
import ServiceKit

extension App {
    /// Wires the service: configuration, stores, operations, routes, handlers, the keeper.
    @Sendable
    static func build(_ house: House) async throws -> Parts {
        let desk = try UploadDesk(house)
        let templates = Bundle.module.bundleURL.appending(path: "Templates", directoryHint: .isDirectory)
        let renderer = try PageRenderer(templates: [templates])
        let dossier = DossierDesk(
            database: house.database, access: desk.access, attachments: desk.attachments, directory: desk.directory, clock: house.clock)
        let press = DossierPress(folder: desk.folder, clock: house.clock, style: renderer.files.text(Sheet.style) ?? "")
        let send = SendPaper(database: house.database, folder: desk.folder, clock: house.clock)
        return Parts(
            routes: { router in
                TusRoutes(
                    database: house.database, begin: desk.begin, append: desk.append, join: desk.join, ending: desk.ending,
                    access: desk.uploadAccess, levers: desk.levers, clock: house.clock
                ).add(to: router)
                UploadRoutes(database: house.database, access: desk.uploadAccess, clock: house.clock).add(to: router)
                AttachmentRoutes(
                    database: house.database, access: desk.access, attachments: desk.attachments, send: send, clock: house.clock
                ).add(to: router)
                PassedPaperRoutes(
                    papers: PassedPapers(
                        database: house.database, transfers: desk.transfers, attachments: desk.attachments, clock: house.clock),
                    send: send, rules: house.rules, renderer: renderer, clock: house.clock
                ).add(to: router)
                PapersPages(
                    database: house.database, access: desk.access, attachments: desk.attachments, begin: desk.begin, append: desk.append,
                    ending: desk.ending,
                    levers: desk.levers, rules: house.rules, renderer: renderer, clock: house.clock
                ).add(to: router)
                DossierRoutes(desk: dossier, press: press, rules: house.rules, renderer: renderer, clock: house.clock).add(to: router)
                DossierPages(desk: dossier, rules: house.rules, renderer: renderer, clock: house.clock).add(to: router)
                UploadsPages(database: house.database, rules: house.rules, renderer: renderer, clock: house.clock).add(to: router)
            },
            handlers: [
                OrganisationChangedHandler(desk.directory),
                CaseOpenedHandler(cases: desk.cases, claims: desk.claims),
                CaseAssignedHandler(cases: desk.cases, claims: desk.claims),
                OfferRefusedHandler(cases: desk.cases),
                CaseProgressedHandler(cases: desk.cases),
                DossierChangedHandler(cases: desk.cases),
                UnheededHandler<PartiesChanged>(),
                CaseFinishedHandler(cases: desk.cases),
                CaseStoppedHandler(cases: desk.cases),
                CaseHandedOverHandler(cases: desk.cases),
                CaseSuspendedHandler(cases: desk.cases),
                CaseResumedHandler(cases: desk.cases),
                CaseReopenedHandler(cases: desk.cases),
                CaseTransferredHandler(cases: desk.cases, transfers: desk.transfers),
                TransferAnsweredHandler(transfers: desk.transfers, wake: desk.wake),
                UnheededHandler<CaseCorrected>(),
                CaseArchivedHandler(cases: desk.cases),
            ],
            services: [desk.keeper],
            problemPage: { try renderer.problem($0, $1, $2) }, renewal: house.configuration.sessionRenewal)
    }
}
