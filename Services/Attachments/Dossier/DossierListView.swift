import Models

/// A paper in the list of a dossier, in the JSON API.
struct DossierListView: Encodable, Sendable {
    let number: Int
    /// The day that stands on the paper, or on which it came.
    let date: LegalDate
    let dated: Bool
    let afterHandover: Bool
    let attachment: AttachmentView

    init(_ entry: DossierList.Entry) {
        number = entry.number
        date = entry.date
        dated = entry.paper.datedOn != nil
        afterHandover = entry.isAfterHandover
        attachment = AttachmentView(entry.paper)
    }
}
