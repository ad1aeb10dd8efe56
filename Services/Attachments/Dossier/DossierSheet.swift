import Directory
import Foundation
import Models
import Pages
import Rules
import ServiceKit

/// What `attachments-dossier-sheet.mustache` shows: the list of a dossier as a paper, in Vietnamese, to be signed on handover; and behind it, for a whole PDF,
/// a page for each paper that cannot stand in one.
struct DossierSheet: Part {
    let dossier: DossierDesk.Dossier
    let kinds: PaperKinds
    /// Why which papers stand on a page of their own instead.
    var absent: [(entry: DossierList.Entry, reason: String)] = []
    let t: Sentences

    private var known: KnownCase { dossier.known }

    static let dotted = "......................................."

    func child(named name: String) -> Any? {
        switch name {
        case "organisation": (dossier.organisation?.title ?? Self.dotted).uppercased()
        case "code": known.code
        case "rows": dossier.list.entries.map { Row(entry: $0, kind: kinds.title($0.paper.kind), t: t) }
        case "count": t.formats.number(dossier.list.entries.count)
        case "missing": known.missing.isEmpty ? nil : known.missing.map(kinds.title).joined(separator: "; ")
        case "waived": known.waivedPapers.isEmpty ? nil : known.waivedPapers.map(kinds.title).joined(separator: "; ")
        case "reason": known.waivedReason ?? ""
        case "date": known.handover.map { t.formats.date($0.date) } ?? Self.dotted
        case "from": known.handover?.from ?? Self.dotted
        case "to": known.handover?.to ?? Self.dotted
        case "note": known.handover?.note
        case "absent": absent.map { Row(entry: $0.entry, kind: kinds.title($0.entry.paper.kind), reason: $0.reason, t: t) }
        default: nil
        }
    }

    /// A line of the list.
    struct Row: Part {
        let entry: DossierList.Entry
        let kind: String
        var reason = ""
        let t: Sentences

        func child(named name: String) -> Any? {
            switch name {
            case "number": "\(entry.number)"
            case "date": t.formats.date(entry.date)
            case "undated": entry.paper.datedOn == nil
            case "kind": kind
            case "file": entry.paper.filename
            case "size": t.formats.size(bytes: entry.paper.size)
            case "later": entry.isAfterHandover
            case "reason": reason
            default: nil
            }
        }
    }
}
