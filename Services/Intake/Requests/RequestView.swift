import Foundation
import Models
import Rules
import ServiceKit

/// A request as the API answers it.
struct RequestView: Encodable {
    struct Client: Encodable {
        let name: String
        let birth: LegalDate?
        let gender: Gender
        let ethnicity: String
        let phone: String?
        let email: String?
        let address: String?
        let identityNumber: String?
        let languages: [String]
        let residence: Residence
    }

    struct Residence: Encodable {
        let province: String?
        let commune: String?
        let especiallyDifficult: Bool?
    }

    /// Whom a request names beside the client.
    struct Person: Encodable {
        let name: String
        let role: PartyRole
        let birthYear: Int?
        let identityNumber: String?
    }

    struct Notice: Encodable {
        let body: String
        let number: String?
        let givenAt: Date?
    }

    let id: RequestID
    let status: RequestState
    let centre: OrganisationID
    let channel: Channel
    let receivedAt: Date
    let notice: Notice?
    let distinctReason: String?
    let papers: [String]
    let atOnceGround: String?
    let forceMajeure: Bool
    let territory: String?
    /// Requests that it looks like; they block nothing.
    let duplicates: [Duplicate]
    let proof: ProofState?
    let formerDecisions: [FormerDecision]
    let held: Date?
    let deadline: Date?
    let urgent: Bool
    let client: Client
    /// Left out where the client asks.
    let requester: RequestDraft.Requester?
    let categories: [Models.Category]
    let hardship: Hardship?
    let form: AidForm
    let field: LegalField
    let roleInProceedings: ProceedingsRole?
    let matter: MatterID
    let summary: String
    let eligibility: EligibilityDecision
    let decidedAt: Date?
    let reason: String?
    let note: String?
    let version: Int
    let `case`: OpenedCase?
    /// Left out where the request was not asked for by itself, or by somebody who reads neither cases nor decides on it.
    let people: [Person]?
    /// From whom it came, and to whom it went.
    let arrival: TransferView?
    let departure: TransferView?

    /// As `identity` may see it.
    init(
        _ file: RequestFile, for identity: Identity, people: [Party]? = nil, arrival: Transfer? = nil, departure: Transfer? = nil
    ) {
        let record = file.record
        self.people = people?.map { Person(name: $0.name, role: $0.role, birthYear: $0.birthYear, identityNumber: $0.identityNumber) }
        self.arrival = arrival.map(TransferView.init)
        self.departure = departure.map(TransferView.init)
        proof = file.proof
        formerDecisions = file.former
        atOnceGround = record.atOnceGround
        forceMajeure = record.forceMajeure
        territory = record.territory
        duplicates = file.duplicates
        id = record.id
        status = record.state
        centre = record.organisation
        channel = record.channel
        receivedAt = record.receivedAt
        notice = record.notice.map { Notice(body: $0.body, number: $0.number, givenAt: $0.givenAt) }
        distinctReason = record.distinctReason
        papers = record.papers
        held = record.held
        deadline = record.deadline
        urgent = record.urgent
        client = Client(record.client, for: identity)
        requester = record.requester
        categories = record.categories
        hardship = record.hardship
        form = record.form
        field = record.field
        roleInProceedings = record.role
        matter = record.matter
        summary = record.summary
        eligibility = record.eligibility
        decidedAt = record.decidedAt
        reason = record.reason
        note = record.note
        version = record.version
        `case` = record.opened
    }
}

extension RequestView.Client {
    init(_ client: RequestDraft.Client, for identity: Identity) {
        name = client.name
        birth = client.birth
        gender = client.gender
        ethnicity = client.ethnicity
        phone = client.phone
        email = client.email
        address = client.address
        identityNumber = identity.sees(identityNumber: client.identityNumber)
        languages = client.languages
        residence = RequestView.Residence(
            province: client.residence?.province, commune: client.residence?.commune,
            especiallyDifficult: client.residence?.especiallyDifficult)
    }
}

/// A request as it stands in a list: no more of its person than the name. The whole is asked for one by one, and on record.
struct RequestSummaryView: Encodable {
    struct Client: Encodable {
        let name: String
    }

    let id: RequestID
    let status: RequestState
    let centre: OrganisationID
    let channel: Channel
    let receivedAt: Date
    let deadline: Date?
    let urgent: Bool
    let client: Client
    let form: AidForm
    let field: LegalField
    let version: Int
    let `case`: OpenedCase?

    init(_ record: RequestRecord) {
        id = record.id
        status = record.state
        centre = record.organisation
        channel = record.channel
        receivedAt = record.receivedAt
        deadline = record.deadline
        urgent = record.urgent
        client = Client(name: record.client.name)
        form = record.form
        field = record.field
        version = record.version
        `case` = record.opened
    }
}

/// What `POST /api/v1/requests` answers.
struct ReceivedRequestView: Encodable {
    let id: RequestID
    let status: RequestState
    let `case`: OpenedCase?
    let eligibility: EligibilityDecision
    let duplicates: [Duplicate]
    /// The same of the other clients of the matter.
    let coClients: [ReceivedRequestView]

    init(_ outcome: ReceiveRequest.Outcome) {
        id = outcome.request.id
        status = outcome.request.state
        `case` = outcome.opened
        eligibility = outcome.request.eligibility
        duplicates = outcome.duplicates
        coClients = outcome.others.map(ReceivedRequestView.init)
    }
}
