import Directory
import Foundation
import Models
import ServiceKit

/// The operations on uploads, each given what it needs.
struct UploadDesk: Sendable {
    let directory = Directory()
    let cases = CaseStore()
    let uploads = UploadStore()
    let attachments = AttachmentStore()
    let transfers = TransferStore()
    let wake: Wake
    let levers: UploadLevers
    let folder: PaperFolder
    let access: CaseAccess
    let uploadAccess: UploadAccess
    let begin: BeginUpload
    let append: AppendToUpload
    let join: JoinParts
    let ending: EndUpload
    let claims: ClaimUploads
    let keeper: UploadKeeper

    /// Throws where the configuration is wrong or the folder of the papers cannot be made.
    init(_ house: House, silence: Duration = .seconds(60)) throws {
        wake = Wake()
        levers = try UploadLevers(house.configuration, rules: house.rules, silence: silence)
        folder = try PaperFolder(house.configuration.papers)
        access = CaseAccess(database: house.database, cases: cases)
        uploadAccess = UploadAccess(database: house.database, uploads: uploads)
        ending = EndUpload(database: house.database, uploads: uploads, folder: folder, outbox: house.outbox, clock: house.clock)
        let finish = FinishUpload(
            database: house.database, uploads: uploads, attachments: attachments, cases: cases, transfers: transfers, wake: wake,
            ending: ending, folder: folder, scanner: house.configuration.value(.scannerSocket).map(VirusScanner.init),
            outbox: house.outbox, levers: levers, clock: house.clock, logger: house.logger)
        begin = BeginUpload(
            access: access, uploadAccess: uploadAccess, uploads: uploads, directory: directory, levers: levers,
            quota: try UploadQuota(house.configuration), rules: house.rules, clock: house.clock)
        append = AppendToUpload(
            database: house.database, uploads: uploads, folder: folder, levers: levers, finish: finish, clock: house.clock,
            logger: house.logger)
        join = JoinParts(
            database: house.database, uploads: uploads, folder: folder, ending: ending, finish: finish, levers: levers, clock: house.clock,
            logger: house.logger)
        claims = ClaimUploads(cases: cases, uploads: uploads, directory: directory, ending: ending, wake: wake)
        keeper = UploadKeeper(
            database: house.database, uploads: uploads, folder: folder, finish: finish, join: join, claims: claims, ending: ending,
            along: SendPapersAlong(
                database: house.database, transfers: transfers, attachments: attachments, cases: cases, folder: folder,
                outbox: house.outbox, wake: wake, clock: house.clock),
            wake: wake, clock: house.clock, logger: house.logger)
    }
}
