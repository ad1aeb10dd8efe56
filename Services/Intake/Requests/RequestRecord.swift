import Database
import Foundation
import Models
import Rules

/// A request as it is on record.
struct RequestRecord: RowDecodable {
    let id: RequestID
    let organisation: OrganisationID
    let province: String
    let channel: Channel
    let receivedAt: Date
    let recordedAt: Date
    let state: RequestState
    let held: Date?
    let deadline: Date?
    let urgent: Bool
    let client: RequestDraft.Client
    let requester: RequestDraft.Requester?
    let categories: [Models.Category]
    let hardship: Hardship?
    let form: AidForm
    let field: LegalField
    let role: ProceedingsRole?
    let matter: MatterID
    let notice: RequestDraft.Notice?
    let distinctReason: String?
    /// The requests that it is not, though it looks like them.
    let distinctFrom: [RequestID]
    /// Kinds of the papers that were shown as proof.
    let papers: [String]
    /// Why it was accepted before its proofs were there.
    let atOnceGround: String?
    let forceMajeure: Bool
    /// Why somebody from another province is helped here.
    let territory: String?
    let summary: String
    let eligibility: EligibilityDecision
    let decidedAt: Date?
    let reason: String?
    let note: String?
    let version: Int
    let told: Int
    /// The case that was opened for it.
    let opened: OpenedCase?

    init(_ row: Row) throws {
        id = try row.get("id")
        organisation = try row.get("organisation")
        province = try row.get("province")
        channel = try row.get("channel")
        receivedAt = try row.get("received_at")
        recordedAt = try row.get("recorded_at")
        state = try row.get("state")
        held = try row.get("held")
        deadline = try row.get("deadline")
        urgent = try row.get("urgent")
        client = try RequestDraft.Client(row)
        requester = try RequestDraft.Requester(optional: row)
        categories = try row.get("categories")
        hardship = try row.get("hardship")
        form = try row.get("form")
        field = try row.get("field")
        role = try row.get("role_in_proceedings")
        matter = try row.get("matter")
        notice = try row.get("notice_body", as: String?.self).map { body in
            RequestDraft.Notice(body: body, number: try row.get("notice_number"), givenAt: try row.get("notice_given_at"))
        }
        distinctReason = try row.get("distinct_reason")
        distinctFrom = try row.get("distinct_from")
        papers = try row.get("papers_shown")
        atOnceGround = try row.get("at_once_ground")
        forceMajeure = try row.get("force_majeure")
        territory = try row.get("territory")
        summary = try row.get("summary")
        eligibility = try row.get("eligibility", as: JSONColumn<EligibilityDecision>.self).value
        decidedAt = try row.get("decided_at")
        reason = try row.get("reason")
        note = try row.get("note")
        version = try row.get("version")
        told = try row.get("told")
        opened = try OpenedCase(optional: row)
    }
}

extension RequestDraft.Client {
    /// From the columns of a request.
    init(_ row: Row) throws {
        name = try row.get("client_name")
        birth = try row.get("client_birth")
        gender = try row.get("client_gender")
        ethnicity = try row.get("client_ethnicity")
        phone = try row.get("client_phone")
        email = try row.get("client_email")
        address = try row.get("client_address")
        identityNumber = try row.get("client_identity_number")
        languages = try row.get("client_languages")
        residence = RequestDraft.Residence(
            province: try row.get("residence_province"), commune: try row.get("residence_commune"),
            especiallyDifficult: try row.get("especially_difficult"))
    }
}

extension RequestDraft.Requester {
    /// From the columns of a request; nil where the client asks themself.
    init?(optional row: Row) throws {
        guard let name = try row.get("requester_name", as: String?.self) else { return nil }
        self.init(
            name: name, relation: try row.get("requester_relation"), phone: try row.get("requester_phone"),
            email: try row.get("requester_email"))
    }
}

/// What a request's answer says of the case that was opened for it.
struct OpenedCase: Encodable, Sendable {
    let id: CaseID
    let code: String
}

extension OpenedCase {
    /// From `case_id` and `case_code` of an outer join.
    init?(optional row: Row) throws {
        guard let id = try row.get("case_id", as: CaseID?.self) else { return nil }
        self.init(id: id, code: try row.get("case_code"))
    }
}

/// An earlier request that looks like the same person and matter; shown, never in the way.
struct Duplicate: RowDecodable, Encodable {
    let request: RequestID
    let receivedAt: Date
    let status: RequestState
    let `case`: OpenedCase?

    init(_ row: Row) throws {
        request = try row.get("id")
        receivedAt = try row.get("received_at")
        status = try row.get("state")
        `case` = try OpenedCase(optional: row)
    }
}

/// A decision on a request, about to be kept.
struct DecidedRequest: Sendable {
    let id: RequestID
    let state: RequestState
    let at: Date
    let by: String
    /// The coded legal ground.
    let reason: String?
    let note: String?
    /// How many messages of this request go out with it.
    let told: Int
}
