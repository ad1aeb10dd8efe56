import Models
import Pages

/// The tables of papers and uploads.
enum PaperTables {
    /// - Parameter place: where the papers are read.
    static func papers(
        _ papers: [Attachment], _ kinds: PaperKinds, _ t: Sentences, at place: String = "/api/v1/attachments"
    ) -> Table {
        Table(
            caption: t("papers_caption"), isCaptionHidden: true,
            columns: [
                .init(t("papers_file")), .init(t("papers_kind")), .init(t("papers_size"), isNumber: true), .init(t("papers_by")),
                .init(t("papers_stored_at")),
            ],
            rows: papers.map { paper in
                [
                    .link(paper.filename, to: "\(place)/\(paper.id)", detail: typeName(of: paper, t)),
                    .text(kinds.title(paper.kind)), .number(t.formats.size(bytes: paper.size)),
                    .text(paper.uploaderName, detail: paper.passedFrom.map { t("papers_passed_from", ["code": $0]) }),
                    .moment(Moment(paper.storedAt, t.formats)),
                ]
            },
            empty: EmptyState(t("papers_empty"), text: t("papers_empty_more")))
    }

    static func underWay(_ uploads: [Upload], _ kinds: PaperKinds, _ t: Sentences) -> Table {
        Table(
            caption: t("papers_under_way"),
            columns: [
                .init(t("papers_file")), .init(t("papers_kind")), .init(t("uploads_received"), isNumber: true), .init(t("uploads_state")),
            ],
            rows: uploads.map { upload in
                [
                    .text(upload.filename ?? upload.id.description), upload.kind.map { .text(kinds.title($0)) } ?? .none,
                    .number(progress(upload, t)), .tag(tag(upload, t)),
                ]
            },
            empty: EmptyState(t("uploads_empty")))
    }

    static func ledger(_ lines: [LedgerLine], _ kinds: PaperKinds, _ t: Sentences, next: String?, first: String?, begun: Table.Sort)
        -> Table
    {
        Table(
            caption: t("uploads_caption"), isCaptionHidden: true,
            columns: [
                .init(t("papers_file")), .init(t("uploads_case")), .init(t("papers_kind")), .init(t("uploads_received"), isNumber: true),
                .init(t("uploads_state")), .init(t("papers_by")), .init(t("uploads_begun"), sort: begun),
            ],
            rows: lines.map { line in row(line, kinds, t) }, empty: EmptyState(t("uploads_empty"), text: t("uploads_empty_more")),
            paging: first == nil && next == nil ? nil : Paging(first: first, next: next))
    }

    private static func row(_ line: LedgerLine, _ kinds: PaperKinds, _ t: Sentences) -> [TableCell] {
        let upload = line.upload
        let name = upload.filename ?? t("uploads_part")
        let file: TableCell = upload.attachment.map { .link(name, to: "/api/v1/attachments/\($0)") } ?? .text(name)
        let link: TableCell =
            line.caseCode.map { code in .link(code, to: "/cases/\(upload.caseID.map { "\($0)" } ?? "")") }
            ?? .text(t("uploads_case_unknown"))
        return [
            file, upload.caseID == nil ? .none : link, upload.kind.map { .text(kinds.title($0)) } ?? .none, .number(progress(upload, t)),
            .tag(tag(upload, t), detail: detail(upload, t)), .text(upload.uploaderName), .moment(Moment(upload.createdAt, t.formats)),
        ]
    }

    /// What has come of how much.
    private static func progress(_ upload: Upload, _ t: Sentences) -> String {
        let received = t.formats.size(bytes: upload.received)
        guard let length = upload.length, length != upload.received else { return received }
        return "\(received) / \(t.formats.size(bytes: length))"
    }

    private static func tag(_ upload: Upload, _ t: Sentences) -> Tag {
        let tone: Tag.Tone =
            switch upload.state {
            case .receiving, .received: upload.caseKnown || upload.caseID == nil ? .info : .attention
            case .stored: .good
            case .rejected, .expired: .bad
            case .joined, .terminated: .quiet
            }
        return Tag(t("upload_state_\(upload.state.rawValue)"), tone)
    }

    private static func detail(_ upload: Upload, _ t: Sentences) -> String? {
        switch upload.state {
        case .receiving: t("uploads_expires", ["when": t.formats.dateTime(upload.expiresAt)])
        case .received: upload.caseKnown ? nil : t("uploads_waiting")
        case .rejected: upload.reason.map { t("upload_reason_\($0.rawValue)") }
        case .expired: t("uploads_expired_more")
        case .joined, .stored, .terminated: nil
        }
    }

    private static func typeName(of paper: Attachment, _ t: Sentences) -> String {
        let name = paper.contentType.prefix { $0 != ";" }
        let shown = t.known("content_type_\(name.replacing(/[^a-z0-9]+/, with: "_"))") ?? String(name)
        return paper.nameAgrees ? shown : t("papers_name_differs", ["type": shown])
    }
}
