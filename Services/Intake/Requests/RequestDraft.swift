import Foundation
import Models

/// A request for legal aid as it was filled in and found sound (Law 11/2017, Điều 29; Mẫu 02-TP-TGPL).
struct RequestDraft: Sendable {
    struct Client: Sendable {
        var name: String
        /// Nil in what an old register tells only; whoever asks for aid now says it.
        var birth: LegalDate?
        var gender: Gender
        var ethnicity: String
        var phone: String?
        var email: String?
        var address: String?
        var identityNumber: String?
        var languages: [String]
        var residence: Residence?
    }

    struct Residence: Sendable {
        /// The code of a province.
        var province: String?
        var commune: String?
        /// Nil: not known, so unproven.
        var especiallyDifficult: Bool?
    }

    /// Who asks for the client, where they do not ask themself (Law 11/2017, Điều 8.2).
    struct Requester: Encodable, Sendable {
        var name: String
        /// What they are to the client, in words: mẹ, người giám hộ, tổ chức.
        var relation: String
        var phone: String?
        var email: String?
    }

    /// Somebody else whom it names.
    struct Party: Sendable {
        /// As it was written, aliases and all.
        var name: String
        var birthYear: Int?
        var identityNumber: String?
    }

    /// What a procedural body told with its notice (Law 11/2017, Điều 31.3; joint circular 10/2018, Điều 7.2).
    struct Notice: Sendable {
        var body: String
        var number: String?
        /// To the minute; nil: not known.
        var givenAt: Date?
    }

    var centre: OrganisationID
    var channel: Channel
    /// Nil: now.
    var receivedAt: Date?
    /// Held in custody since.
    var held: Date?
    /// Of a request that came as a notice.
    var notice: Notice?
    var client: Client
    /// Nil: the client asks.
    var requester: Requester?
    var categories: [Category]
    /// Kinds of the papers that were shown as proof (circular 08/2017, Điều 33).
    var papers: [String]
    /// Why it is accepted before its proofs are there, as a ground of the pack (circular 12/2018, Điều 6.1).
    var atOnceGround: String?
    /// Force majeure keeps the proofs away (circular 12/2018, Điều 6.2a).
    var forceMajeure: Bool
    /// Why somebody from another province is helped here, as a ground of the pack (Law 11/2017, Điều 26.1).
    var territory: String?
    var hardship: Hardship?
    var form: AidForm
    var field: LegalField
    var role: ProceedingsRole?
    /// Shared by the cases of one matter; nil: a matter of its own.
    var matter: MatterID?
    var summary: String
    /// More clients of the same matter, each with a case of their own.
    var coClients: [CoClient]
    var opposing: [Party]
    var relatives: [Party]
    var deadline: Date?
    var urgent: Bool
    /// Why it is another request than those that it looks like.
    var distinctReason: String?
    /// Open the case in the same call.
    var accept: Bool
    /// The day on which a register kept on paper took the case in; nil: it is written into the register now.
    var acceptedOn: LegalDate?
}
