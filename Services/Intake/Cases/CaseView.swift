import Foundation
import Models
import Rules
import ServiceKit

/// A case as a list answers it.
struct CaseSummaryView: Encodable {
    let id: CaseID
    let code: String
    let request: RequestID
    let organisation: OrganisationID
    let province: String
    let matter: MatterID
    let form: AidForm
    let field: LegalField
    let status: CaseState
    let clientName: String
    let countedAs: Models.Category
    let acceptedOn: LegalDate
    let registeredAt: Date
    let urgent: Bool
    let held: Date?
    let deadline: Date?
    let helper: CaseHelper?
    let stalled: Bool
    let changeDueOn: LegalDate?
    let endedOn: LegalDate?
    /// Brought in from an older register.
    let imported: Bool
    let version: Int

    init(_ record: CaseRecord) {
        id = record.id
        code = record.code
        request = record.request
        organisation = record.organisation
        province = record.province
        matter = record.matter
        form = record.form
        field = record.field
        status = record.state
        clientName = record.clientName
        countedAs = record.countedAs
        acceptedOn = record.acceptedOn
        registeredAt = record.registeredAt
        urgent = record.urgent
        held = record.held
        deadline = record.deadline
        helper = record.helper
        stalled = record.stalled
        changeDueOn = record.changeDueOn
        endedOn = record.endedOn
        imported = record.imported
        version = record.version
    }
}

/// A case as its own address answers it.
struct CaseView: Encodable {
    struct Dossier: Encodable {
        let required: Int
        let present: Int
        let percent: Int
        /// Why the case was finished although papers were missing.
        let waiver: DossierWaiver?
        let papers: [Paper]
    }

    struct Paper: Encodable {
        let kind: String
        let title: LocalizedText
        let article: String
        let stage: PaperKind.Stage
        let dueOn: LegalDate?
        let owedBy: PaperKind.Debtor?
        let present: Bool
        let attachment: AttachmentID?
        /// Why it may come later.
        let `extension`: PaperExtension?
    }

    let summary: CaseSummaryView
    let client: RequestView.Client
    let categories: [Models.Category]
    let poorAndEthnicMinority: Bool
    let eligibility: EligibilityDecision
    let description: String
    let result: String?
    let endGround: String?
    let handedOverOn: LegalDate?
    let handedOverBy: String?
    let receivedBy: String?
    let handoverNote: String?
    let suspendedOn: LegalDate?
    let suspensionGround: String?
    let expectedOn: LegalDate?
    let archivedOn: LegalDate?
    let archivePlace: String?
    /// To whom it went.
    let transfer: TransferView?
    let conflicts: [CaseConflict]
    let dossier: Dossier
    /// What an old register did not tell of it.
    let gaps: [String]

    init(_ file: CaseFile, _ rules: RulePacks, for identity: Identity) {
        let record = file.record
        let request = file.request.record
        summary = CaseSummaryView(record)
        client = RequestView.Client(request.client, for: identity)
        categories = request.categories
        poorAndEthnicMinority = record.poorAndEthnicMinority
        eligibility = request.eligibility
        description = request.summary
        result = record.result
        endGround = record.endGround
        handedOverOn = record.handedOverOn
        handedOverBy = record.handedOverBy
        receivedBy = record.receivedBy
        handoverNote = record.handoverNote
        suspendedOn = record.suspendedOn
        suspensionGround = record.suspensionGround
        expectedOn = record.expectedOn
        archivedOn = record.archivedOn
        archivePlace = record.archivePlace
        transfer = file.transfer.map(TransferView.init)
        conflicts = file.conflicts
        gaps = file.imported?.gaps ?? []
        let state = DossierState(file.papers, record.phase)
        let owed = Dictionary(uniqueKeysWithValues: rules.gaps(of: record, file.papers).map { ($0.paper.kind, $0) })
        dossier = Dossier(
            required: state.required, present: state.present, percent: state.percent, waiver: file.waiver,
            papers: file.papers.map {
                Paper(
                    kind: $0.kind, title: $0.title, article: $0.article, stage: $0.stage, dueOn: owed[$0.kind]?.dueOn ?? $0.dueOn,
                    owedBy: owed[$0.kind]?.owedBy, present: $0.attachment != nil, attachment: $0.attachment,
                    extension: $0.extended)
            })
    }

    private enum CodingKeys: String, CodingKey {
        case client, categories, poorAndEthnicMinority, eligibility, description = "summary", result, endGround, handedOverOn, handedOverBy,
            receivedBy, handoverNote, suspendedOn, suspensionGround, expectedOn, archivedOn, archivePlace, transfer, conflicts, dossier,
            gaps
    }

    /// One flat object: what a list says of it, and the rest beside it.
    func encode(to encoder: any Encoder) throws {
        try summary.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(client, forKey: .client)
        try container.encode(categories, forKey: .categories)
        try container.encode(poorAndEthnicMinority, forKey: .poorAndEthnicMinority)
        try container.encode(eligibility, forKey: .eligibility)
        try container.encode(description, forKey: .description)
        try container.encode(result, forKey: .result)
        try container.encode(endGround, forKey: .endGround)
        try container.encode(handedOverOn, forKey: .handedOverOn)
        try container.encode(handedOverBy, forKey: .handedOverBy)
        try container.encode(receivedBy, forKey: .receivedBy)
        try container.encode(handoverNote, forKey: .handoverNote)
        try container.encode(suspendedOn, forKey: .suspendedOn)
        try container.encode(suspensionGround, forKey: .suspensionGround)
        try container.encode(expectedOn, forKey: .expectedOn)
        try container.encode(archivedOn, forKey: .archivedOn)
        try container.encode(archivePlace, forKey: .archivePlace)
        try container.encode(transfer, forKey: .transfer)
        try container.encode(conflicts, forKey: .conflicts)
        try container.encode(dossier, forKey: .dossier)
        try container.encode(gaps, forKey: .gaps)
    }
}
