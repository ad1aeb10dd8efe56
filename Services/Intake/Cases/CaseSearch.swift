import Database
import Foundation
import Models
import ServiceKit

/// The search of the register by `found_cases`, the function of the schema's owner that keeps to the transaction's scope (decision 40).
struct CaseSearch: Sendable {
    let filter: CaseFilter
    let today: LegalDate

    /// The newest first, after `page.after` (typed, registered_at, id); where tones were typed, cases that have them come before all others.
    func callAsFunction(_ page: PageRequest, in transaction: Transaction) async throws -> [CaseRecord] {
        let words = filter.text.map { SearchWords($0, areNumbersWhole: filter.areNumbersWhole) }
        if let words, words.isEmpty { return [] }
        let after = page.after.flatMap { cursor in
            cursor.instant(at: 1).flatMap { at in CaseID(cursor.keys[2]).map { (typed: cursor.keys[0] == "1", at: at, id: $0) } }
        }
        guard let words, words.hasAccents else {
            return try await transaction.all(
                query(words?.patterns ?? [], without: [], after.map { (at: $0.at, id: $0.id) }, page.limit + 1))
        }
        var records: [CaseRecord] = []
        if after?.typed ?? true {
            records = try await transaction.all(
                query(words.patterns + words.accentedPatterns, without: [], after.map { (at: $0.at, id: $0.id) }, page.limit + 1))
        }
        let left = page.limit + 1 - records.count
        guard left > 0 else { return records }
        let rest = after.flatMap { $0.typed ? nil : (at: $0.at, id: $0.id) }
        return records + (try await transaction.all(query(words.patterns, without: words.accentedPatterns, rest, left)))
    }

    /// The call of the function.
    ///
    /// - Parameter without: patterns; what has all of them is left out.
    func found(_ patterns: [String], without: [String], _ after: (at: Date, id: CaseID)?, _ wanted: Int) -> SQL {
        let papersDueBefore = filter.need == .papersLate ? today : nil
        let nextBefore = filter.need == .nextLate ? today : nil
        let changeDueBefore = filter.need == .changeLate ? today : nil
        return """
            found_cases(\(filter.tags), \(patterns), \(without), \(filter.acceptedFrom), \(filter.acceptedUntil),
                \(papersDueBefore), \(nextBefore), \(changeDueBefore), \(after?.at), \(after?.id), \(wanted)::int)
            """
    }

    private func query(_ patterns: [String], without: [String], _ after: (at: Date, id: CaseID)?, _ wanted: Int) -> SQL {
        """
        select \(CaseStore.columns)
        from \(found(patterns, without: without, after, wanted)) as found
        join cases on cases.id = found.found_id
        order by registered_at desc, id desc
        limit \(wanted)
        """
    }
}
