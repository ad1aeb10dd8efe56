import Database
import Foundation
import Models

/// A case as it is on record.
struct CaseRecord: RowDecodable, Equatable {
    let id: CaseID
    let request: RequestID
    let organisation: OrganisationID
    let province: String
    let code: String
    let matter: MatterID
    let form: AidForm
    let field: LegalField
    let state: CaseState
    let countedAs: Models.Category
    let poorAndEthnicMinority: Bool
    let clientName: String
    let acceptedOn: LegalDate
    let registeredAt: Date
    let urgent: Bool
    /// Thụ lý ngay (Law 11/2017, Điều 30.4).
    let isAcceptedAtOnce: Bool
    let held: Date?
    let deadline: Date?
    let helper: CaseHelper?
    let stalled: Bool
    let lastProgressOn: LegalDate?
    let endedOn: LegalDate?
    let endGround: String?
    /// Since when and why the work rests, and when it is expected to go on.
    let suspendedOn: LegalDate?
    let suspensionGround: String?
    let expectedOn: LegalDate?
    /// Where it stood before that.
    let suspendedFrom: CaseState?
    /// Since when the work has last gone on again.
    let resumedOn: LegalDate?
    /// When the dossier went into the archive, and where it lies.
    let archivedOn: LegalDate?
    let archivePlace: String?
    let result: String?
    /// The work came to its end, and was not stopped.
    let isFinished: Bool
    let handedOverOn: LegalDate?
    /// Who gave the dossier, and who took it for the organisation.
    let handedOverBy: String?
    let receivedBy: String?
    let handoverNote: String?
    /// Papers of the dossier that should be there by now.
    let requiredPapers: Int
    /// Those of them that have not come.
    let missingPapers: Int
    /// What is to be done next, and when, as the latest entry of work says.
    let nextStep: String?
    let nextOn: LegalDate?
    /// By when the client who asks for another helper is answered (circular 12/2018, Điều 9.1); nil where nobody waits.
    let changeDueOn: LegalDate?
    /// Brought in from an older register.
    let imported: Bool
    /// Counts every change: the ETag.
    let version: Int
    /// Counts the messages sent of this case, those that announce it among them from its registration on.
    let told: Int

    init(_ row: Row) throws {
        id = try row.get("id")
        request = try row.get("request")
        organisation = try row.get("organisation")
        province = try row.get("province")
        code = try row.get("code")
        matter = try row.get("matter")
        form = try row.get("form")
        field = try row.get("field")
        state = try row.get("state")
        countedAs = try row.get("counted_as")
        poorAndEthnicMinority = try row.get("poor_and_ethnic_minority")
        clientName = try row.get("client_name")
        acceptedOn = try row.get("accepted_on")
        registeredAt = try row.get("registered_at")
        urgent = try row.get("urgent")
        isAcceptedAtOnce = try row.get("accepted_at_once")
        held = try row.get("held")
        deadline = try row.get("deadline")
        helper = try CaseHelper(optional: row)
        stalled = try row.get("stalled")
        lastProgressOn = try row.get("last_progress_on")
        endedOn = try row.get("ended_on")
        endGround = try row.get("end_ground")
        suspendedOn = try row.get("suspended_on")
        suspensionGround = try row.get("suspension_ground")
        expectedOn = try row.get("expected_on")
        suspendedFrom = try row.get("suspended_from")
        resumedOn = try row.get("resumed_on")
        archivedOn = try row.get("archived_on")
        archivePlace = try row.get("archive_place")
        result = try row.get("result")
        isFinished = try row.get("finished")
        handedOverOn = try row.get("handed_over_on")
        handedOverBy = try row.get("handed_over_by")
        receivedBy = try row.get("received_by")
        handoverNote = try row.get("handover_note")
        requiredPapers = try row.get("required_papers")
        missingPapers = try row.get("missing_papers")
        nextStep = try row.get("next_step")
        nextOn = try row.get("next_on")
        changeDueOn = try row.get("change_due_on")
        imported = try row.get("imported")
        version = try row.get("version")
        told = try row.get("told")
    }
}

/// The helper of a case, as Assignment told of them.
struct CaseHelper: Encodable, Equatable, Sendable {
    let id: HelperID
    let name: String
    let kind: HelperKind

    init(id: HelperID, name: String, kind: HelperKind) {
        self.id = id
        self.name = name
        self.kind = kind
    }

    init?(optional row: Row) throws {
        guard let id = try row.get("helper", as: HelperID?.self) else { return nil }
        self.init(id: id, name: try row.get("helper_name"), kind: try row.get("helper_kind"))
    }
}

/// What of a case's client the statistics count.
struct CaseClient: RowDecodable {
    let id: CaseID
    let categories: [Models.Category]
    let gender: Gender

    init(_ row: Row) throws {
        id = try row.get("case_id")
        categories = try row.get("categories")
        gender = try row.get("client_gender")
    }
}
