import Foundation
import Models

/// Danh mục hồ sơ: the papers of a case, numbered in the order of their days (Law 11/2017, Điều 39.2). What came after the handover stands behind the list
/// that was signed.
struct DossierList: Sendable {
    struct Entry: Sendable {
        /// From 1.
        let number: Int
        let paper: Attachment
        /// The day that stands on the paper, or on which it came.
        let date: LegalDate
        let isAfterHandover: Bool
    }

    let entries: [Entry]

    init(_ papers: [Attachment], handedOverAt: Date? = nil) {
        let placed = papers.map { paper in
            (paper: paper, date: paper.datedOn ?? LegalDate(paper.storedAt), isLater: handedOverAt.map { paper.storedAt > $0 } ?? false)
        }
        let sorted = placed.sorted { one, other in
            if one.isLater != other.isLater { return other.isLater }
            return (one.date, one.paper.storedAt, one.paper.id.description) < (other.date, other.paper.storedAt, other.paper.id.description)
        }
        entries = sorted.enumerated().map { Entry(number: $0 + 1, paper: $1.paper, date: $1.date, isAfterHandover: $1.isLater) }
    }

    var bytes: Int { entries.reduce(0) { $0 + $1.paper.size } }
}
