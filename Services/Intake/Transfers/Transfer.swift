import Database
import Foundation
import Models
import Rules

/// What went from one organisation to another, and what it became there.
struct Transfer: Sendable {
    /// At the receiver.
    let request: RequestID
    let receiver: OrganisationID
    let receiverTitle: String
    let receiverProvince: String
    let sender: OrganisationID
    let senderTitle: String
    /// The case that ended with the sender; nil where it was a request only.
    let `case`: CaseID?
    let code: String?
    /// The case with which it began, at whichever organisation; nil where only a request was ever passed on.
    let origin: CaseID?
    /// How often it has been passed on since it began, this time included.
    let passing: Int
    /// The coded ground.
    let ground: String
    let note: String?
    let papers: [TransferredPaper]
    let at: Date
    let by: String
    /// Nil until the receiver has decided, and the sender was told.
    let answer: TransferAnswer?
    /// What became of it after the receiver had passed it on; nil as long as nothing more is known.
    var later: LaterAnswer?
}

extension Transfer: RowDecodable {
    init(_ row: Row) throws {
        self.init(
            request: try row.get("request"), receiver: try row.get("organisation"), receiverTitle: try row.get("title"),
            receiverProvince: try row.get("province"),
            sender: try row.get("sender"), senderTitle: try row.get("sender_title"), case: try row.get("sender_case"),
            code: try row.get("sender_code"), origin: try row.get("origin_case"), passing: try row.get("passing"),
            ground: try row.get("ground"), note: try row.get("note"),
            papers: try row.get("papers", as: JSONColumn<[TransferredPaper]>.self).value, at: try row.get("at"), by: try row.get("by"),
            answer: try TransferAnswer(optional: row), later: try LaterAnswer(optional: row))
    }
}

/// A paper on the list that goes with a case; the files go by ``CaseTransferred`` and ``TransferAnswered``, which Attachments hears.
struct TransferredPaper: Codable, Sendable {
    let kind: String
    let vi: String
    let en: String
    let attachment: AttachmentID

    /// Nil where it has not come.
    init?(_ paper: DossierPaper) {
        guard let attachment = paper.attachment else { return nil }
        kind = paper.kind
        vi = paper.title.vi
        en = paper.title.en
        self.attachment = attachment
    }

    var title: LocalizedText { LocalizedText(vi: vi, en: en) }
}

/// A transfer as the API answers it.
struct TransferView: Encodable {
    struct Paper: Encodable {
        let kind: String
        let title: LocalizedText
    }

    struct Place: Encodable {
        let id: OrganisationID
        let title: String
    }

    let from: Place
    let to: Place
    let request: RequestID
    let `case`: OpenedCase?
    let ground: String
    let note: String?
    let papers: [Paper]
    let at: Date
    let by: String
    let answer: TransferAnswer?
    let later: LaterAnswer?

    init(_ transfer: Transfer) {
        from = Place(id: transfer.sender, title: transfer.senderTitle)
        to = Place(id: transfer.receiver, title: transfer.receiverTitle)
        request = transfer.request
        `case` = transfer.case.map { OpenedCase(id: $0, code: transfer.code ?? "") }
        ground = transfer.ground
        note = transfer.note
        papers = transfer.papers.map { Paper(kind: $0.kind, title: $0.title) }
        at = transfer.at
        by = transfer.by
        answer = transfer.answer
        later = transfer.later
    }
}
