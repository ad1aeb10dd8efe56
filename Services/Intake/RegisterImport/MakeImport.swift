import Database
import Directory
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// Makes the cases of a file that somebody confirmed, some at a time: the cases of a batch, their lines' marks and the audit stand in one
/// transaction, so that a service that is killed goes on with the first line that has no case, and makes none twice.
struct MakeImport: Sendable {
    /// Cases of one transaction: whoever registers meanwhile waits for no more than these.
    static let batch = 1_000

    let clock: WallClock
    let rules: RulePacks
    let imports: RegisterImportStore
    let imported: ImportedCaseStore

    /// Makes the next cases of `file`, which is locked. Returns how many lines it dealt with.
    func next(of file: RegisterImport, in transaction: Transaction) async throws -> Int {
        let now = clock.now
        let lines = try await imports.lines(of: file.id, .ready, after: 0, limit: Self.batch, in: transaction)
        guard !lines.isEmpty else {
            try await finish(file, at: now, in: transaction)
            return 0
        }
        // Somebody may have registered under one of these codes since the file was looked at.
        let taken = try await imported.codes(lines.compactMap(\.code), of: file.organisation, in: transaction)
        let (late, sound) = lines.map { ($0, $0.draft) }.partitioned { line, draft in draft == nil || taken[draft?.code ?? ""] != nil }
        if !late.isEmpty { try await imports.keep(late.map { Self.refused($0.0, taken) }, of: file.id, in: transaction) }
        let drafts = sound.compactMap { line, draft in draft.map { (line: line.number, draft: $0) } }
        if !drafts.isEmpty { try await make(drafts, of: file, at: now, in: transaction) }
        return lines.count
    }

    private func make(_ drafts: [(line: Int, draft: ImportedDraft)], of file: RegisterImport, at now: Date, in transaction: Transaction)
        async throws
    {
        // Of what locks, the book's counters come first and in one order.
        let books = Dictionary(grouping: drafts.filter { $0.draft.series != nil }, by: { $0.draft.series ?? "" })
        for (series, ones) in books.sorted(by: { $0.key < $1.key }) {
            imported.raise(series, to: ones.compactMap(\.draft.number).max() ?? 0, of: file.organisation, in: transaction)
        }
        let first = try await imported.numbers(drafts.count, of: file.organisation, in: transaction)
        let cases = drafts.enumerated().map { index, one in
            ImportedBatch.One(
                id: CaseID(at: now), request: RequestID(at: now), matter: MatterID(at: now), number: first + index, line: one.line,
                draft: one.draft, papers: papers(of: one.draft))
        }
        try await imported.insert(
            ImportedBatch(file: file, cases: cases, by: file.confirmedName ?? file.sentBy, now: now), in: transaction)
        try await imports.made(cases.map { ($0.line, $0.id) }, of: file.id, in: transaction)
        let rows = [drafts.map(\.line).min(), drafts.map(\.line).max()].compactMap { $0.map(String.init) }
        try transaction.audit(
            file.entry(
                "register-import.made",
                details: ["rows": rows.joined(separator: "–"), "cases": "\(cases.count)", "sha256": file.sha256.hexadecimal]), at: now)
    }

    /// An open case needs the papers of its form; what is over lies in the archive as it is.
    private func papers(of draft: ImportedDraft) -> [RequiredPaper] {
        guard draft.state.isOpen else { return [] }
        return rules.dossier(on: draft.acceptedOn).required(form: draft.form, facts: DossierFacts())
    }

    private func finish(_ file: RegisterImport, at now: Date, in transaction: Transaction) async throws {
        let counts = try await imports.counts(of: file.id, in: transaction)
        imports.move(file.id, to: .done, at: now, in: transaction)
        try transaction.audit(
            file.entry(
                "register-import.done",
                details: Dictionary(uniqueKeysWithValues: counts.map { ($0.key.rawValue, "\($0.value)") })
                    .merging(["sha256": file.sha256.hexadecimal]) { first, _ in first }), at: now)
    }

    private static func refused(_ line: RegisterImportLine, _ taken: [String: String]) -> CheckedLine {
        let code = line.code ?? ""
        let isKnown = taken[code].map { NameKey.fold($0) == NameKey.fold(line.draft?.client ?? "") } ?? false
        return CheckedLine(
            number: line.number, verdict: isKnown ? .known : .wrong, code: line.code, draft: nil,
            problems: isKnown ? [] : [CheckImport.taken(code)])
    }
}

extension Array {
    /// Those of which `isFirst` holds, and the others, each in their order.
    fileprivate func partitioned(_ isFirst: (Element) -> Bool) -> (first: [Element], second: [Element]) {
        reduce(into: ([], [])) { parts, element in
            if isFirst(element) { parts.0.append(element) } else { parts.1.append(element) }
        }
    }
}
