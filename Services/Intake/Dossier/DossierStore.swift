import Database
import Foundation
import Models
import Rules

/// The SQL of dossiers.
struct DossierStore: Sendable {
    func papers(of id: CaseID, in transaction: Transaction) async throws -> [DossierPaper] {
        try await transaction.all(
            """
            select \(DossierPaper.columns)
            from dossier_papers
            where case_id = \(id)
            order by position, kind
            """)
    }

    /// The papers of several cases, each in the order of its dossier.
    func papers(of ids: [CaseID], in transaction: Transaction) async throws -> [CaseID: [DossierPaper]] {
        Dictionary(grouping: try await transaction.ask(Self.papers(of: ids)), by: \.id).mapValues { $0.map(\.paper) }
    }

    static func papers(of ids: [CaseID]) -> Query<[CasePaper]> {
        .all(
            """
            select case_id, \(DossierPaper.columns)
            from dossier_papers
            where case_id = any (\(ids))
            order by case_id, position, kind
            """)
    }

    /// A paper, and whose it is.
    struct CasePaper: RowDecodable {
        let id: CaseID
        let paper: DossierPaper

        init(_ row: Row) throws {
            id = try row.get("case_id")
            paper = try DossierPaper(row)
        }
    }

    /// Ticks off what `attachment` of that kind fills, where nothing has filled it yet, and counts anew what the case still lacks. Returns how
    /// many papers that were.
    ///
    /// - Parameter stages: those in which the paper counts.
    func tick(
        _ kind: String, among stages: [PaperKind.Stage] = PaperKind.Stage.allCases, of id: CaseID, by attachment: AttachmentID,
        at now: Date, in transaction: Transaction
    ) async throws -> Int {
        let ticked = try await transaction.execute(
            """
            update dossier_papers
            set attachment = \(attachment), attached_at = \(now)
            where case_id = \(id) and attachment is null and \(kind) = any (accepted_kinds) and stage = any (\(stages.map(\.rawValue)))
            """)
        guard ticked > 0 else { return 0 }
        count(of: id, in: transaction)
        return ticked
    }

    /// Asks for one more paper.
    ///
    /// - Parameters:
    ///   - start: from when its limit counts; nil: from the case's acceptance.
    ///   - dueOn: its day, where that does not follow from its kind.
    func add(
        _ paper: RequiredPaper, at position: Int, of record: CaseRecord, from start: Date? = nil, dueOn: LegalDate? = nil,
        in transaction: Transaction
    ) {
        transaction.later(
            """
            insert into dossier_papers (case_id, organisation, province, position, kind, accepted_kinds, title_vi, title_en, article, stage,
                counted_from, due_on)
            values (\(record.id), \(record.organisation), \(record.province), \(position), \(paper.kind), \(paper.acceptedKinds.sorted()),
                \(paper.title.vi), \(paper.title.en), \(paper.article), \(paper.stage.rawValue), \(start), \(dueOn))
            on conflict (case_id, kind) do nothing
            """)
    }

    /// Asks no more for papers that are not of these kinds, where they have not come.
    func drop(notIn kinds: Set<String>, of id: CaseID, in transaction: Transaction) {
        transaction.later(
            "delete from dossier_papers where case_id = \(id) and attachment is null and kind <> all (\(kinds.sorted()))")
    }

    /// Asks for a paper no more, unless it is there.
    func askNoMore(for kind: String, of id: CaseID, in transaction: Transaction) {
        transaction.later("delete from dossier_papers where case_id = \(id) and kind = \(kind) and attachment is null")
    }

    /// Keeps the days on which papers are due.
    func setDue(_ papers: [DossierPaper], of id: CaseID, in transaction: Transaction) {
        transaction.later(
            """
            update dossier_papers
            set due_on = new.due_on
            from unnest(\(papers.map(\.kind)), \(papers.map(\.dueOn))) as new (kind, due_on)
            where case_id = \(id) and dossier_papers.kind = new.kind and dossier_papers.due_on is distinct from new.due_on
            """)
        count(of: id, in: transaction)
    }

    /// Lets a paper come until that day, and keeps why.
    func extend(_ kind: String, of id: CaseID, to day: LegalDate, _ extended: PaperExtension, in transaction: Transaction) {
        transaction.later(
            """
            update dossier_papers
            set due_on = \(day), extension_reason = \(extended.reason), extended_by = \(extended.by), extended_at = \(extended.at),
                agreed_on = \(extended.agreedOn), agreed_until = \(extended.agreedUntil)
            where case_id = \(id) and kind = \(kind)
            """)
        transaction.later("update cases set version = version + 1 where id = \(id)")
        count(of: id, in: transaction)
    }

    /// Counts what the case lacks, as ``DossierState`` does.
    func count(of id: CaseID, in transaction: Transaction) {
        transaction.later(
            """
            update cases
            set (required_papers, missing_papers, papers_due_on) = (
                select count(*) filter (where asked or attachment is not null), count(*) filter (where asked and attachment is null),
                    min(due_on) filter (where asked and attachment is null)
                from dossier_papers,
                    lateral (select stage <> 'end' or cases.finished or (due_on is not null and cases.ended_on is null) as asked) as asking
                where case_id = \(id)
            )
            where id = \(id)
            """)
    }
}

/// A paper that the dossier must hold.
struct DossierPaper: RowDecodable {
    /// The kind of the proof of eligibility (Law 11/2017, Điều 29.1b).
    static let proof = "eligibility_proof"
    /// The kind of the notice that aid is stopped (Điều 37.2).
    static let stopNotice = "stop_notice"

    static let columns: SQL = """
        kind, accepted_kinds, title_vi, title_en, article, stage, due_on, counted_from, attachment, attached_at, extension_reason, extended_by,
        extended_at, agreed_on, agreed_until
        """

    let kind: String
    let acceptedKinds: [String]
    let title: LocalizedText
    let article: String
    let stage: PaperKind.Stage
    /// Its own day, where that does not follow from its kind.
    var dueOn: LegalDate?
    /// What happened to the case that made it necessary; nil: its acceptance.
    let countedFrom: Date?
    let attachment: AttachmentID?
    let attachedAt: Date?
    /// Nil where it keeps its limit.
    let extended: PaperExtension?

    init(_ row: Row) throws {
        kind = try row.get("kind")
        acceptedKinds = try row.get("accepted_kinds")
        title = LocalizedText(vi: try row.get("title_vi"), en: try row.get("title_en"))
        article = try row.get("article")
        stage = PaperKind.Stage(rawValue: try row.get("stage")) ?? .work
        dueOn = try row.get("due_on")
        countedFrom = try row.get("counted_from")
        attachment = try row.get("attachment")
        attachedAt = try row.get("attached_at")
        extended = try PaperExtension(optional: row)
    }
}

/// How complete a dossier is. The papers of the end are asked for once the work is finished, those that have a day of their own while it goes on too; one
/// that is there already counts.
struct DossierState: Sendable {
    /// Those that should be there by now, and those that are.
    let papers: [DossierPaper]

    /// How far the work on its case has come.
    enum Phase {
        case underWay, finished, stopped
    }

    init(_ papers: [DossierPaper], _ phase: Phase) {
        self.papers = papers.filter { paper in
            paper.stage != .end || paper.attachment != nil || phase == .finished || (phase == .underWay && paper.dueOn != nil)
        }
    }

    var required: Int { papers.count }
    var present: Int { papers.count { $0.attachment != nil } }
    /// Whole per cent, rounded down: 100 only when nothing is missing.
    var percent: Int { required == 0 ? 100 : present * 100 / required }
    var missing: [String] { papers.filter { $0.attachment == nil }.map(\.kind) }

    /// What the others are told.
    func message(_ record: CaseRecord, at now: Date) -> DossierChanged {
        DossierChanged(
            case: record.id, organisation: record.organisation, required: required, present: present, missing: missing, occurredAt: now,
            recordedAt: now)
    }
}

extension CaseRecord {
    /// How far the work has come, as its dossier sees it.
    var phase: DossierState.Phase { isFinished ? .finished : endedOn == nil ? .underWay : .stopped }
}
