import Models

/// The body of `POST /api/v1/requests`.
struct SampleRequest: Encodable, Sendable, Equatable {
    var centre: String
    let channel: Channel
    /// RFC 3339.
    let receivedAt: String
    let held: String?
    let client: Client
    let categories: [Models.Category]
    let hardship: Hardship?
    let form: AidForm
    let field: LegalField
    let role: ProceedingsRole?
    let summary: String
    let opposing: [Party]
    let relatives: [Party]
    let deadline: String?
    let urgent: Bool
    /// `accept`, or nil to leave it undecided.
    var decision: String?
    /// The day on which the register took it in.
    var acceptedOn: LegalDate?

    enum CodingKeys: String, CodingKey {
        case centre, channel, held, client, categories, hardship, form, field, summary, opposing, relatives, deadline, urgent, decision
        case receivedAt = "received_at"
        case acceptedOn = "accepted_on"
        case role = "role_in_proceedings"
    }

    struct Client: Encodable, Sendable, Equatable {
        let name: String
        let birth: LegalDate
        let gender: Gender
        let ethnicity: String
        let phone: String?
        let email: String?
        let address: String
        let languages: [String]
        let residence: Residence
    }

    struct Residence: Encodable, Sendable, Equatable {
        let province: String
        let commune: String
        let especiallyDifficult: Bool?

        enum CodingKeys: String, CodingKey {
            case province, commune
            case especiallyDifficult = "especially_difficult"
        }
    }

    struct Party: Encodable, Sendable, Equatable {
        let name: String
    }
}

/// One drawn case: where it comes in, with what, and how it ends.
struct SampleCase: Sendable, Equatable {
    /// The key of the organisation that receives it.
    let organisation: String
    let request: SampleRequest
    /// The legal date of reception.
    let receivedOn: LegalDate
    /// Nil: still open.
    let ending: Ending?

    enum Ending: Sendable, Equatable {
        case finished(LegalDate, result: String)
        /// The ground by its key in the rule pack.
        case stopped(LegalDate, ground: String)
    }
}
