import Database
import Directory
import Foundation
import Models
import Rules
import ServiceKit

/// Looks at the lines of a file, some at a time: what would come of each, and what stands against it. Nothing is made.
struct CheckImport: Sendable {
    /// Lines of one transaction.
    static let batch = 2_000
    /// How far a number of the current book may be ahead of the counter and all the file's lines: beyond it, it is a slip of the pen.
    private static let leap = 1_000

    let clock: WallClock
    let rules: RulePacks
    let directory: Directory
    let imports: RegisterImportStore
    let imported: ImportedCaseStore
    let helpers: KnownHelperStore

    /// Looks at the next lines of `file`, which is locked. Returns how many there were.
    func next(of file: RegisterImport, in transaction: Transaction) async throws -> Int {
        let lines = try await imports.unread(of: file.id, limit: Self.batch, in: transaction)
        guard !lines.isEmpty else {
            imports.move(file.id, to: .checked, at: clock.now, in: transaction)
            return 0
        }
        guard let organisation = try await directory.organisation(file.organisation, in: transaction) else {
            throw Problem.notFound()
        }
        let facts = try await facts(of: organisation, in: transaction)
        let readings = lines.map { (line: $0, reading: ImportReading(file.named($0.cells), facts)) }
        let codes = readings.compactMap(\.reading.code)
        let taken = try await imported.codes(codes, of: organisation.id, in: transaction)
        var earlier = try await imports.lines(of: file.id, withCodes: codes, in: transaction)
        let counters = try await imported.counters(of: organisation.id, in: transaction)
        let checked = readings.map { line, reading in
            var problems = reading.problems
            var isKnown = false
            if let code = reading.code {
                if let other = taken[code] {
                    isKnown = NameKey.fold(other) == NameKey.fold(reading.draft?.client ?? "")
                    if !isKnown, reading.draft != nil { problems.append(Self.taken(code)) }
                }
                if let other = earlier[code] { problems.append(Self.repeated(code, other)) } else { earlier[code] = line.number }
            }
            if let draft = reading.draft, let series = draft.series, let number = draft.number,
                number > (counters[series] ?? 0) + file.lines + Self.leap
            {
                problems.append(Self.leaps(draft.code))
            }
            let verdict: ImportVerdict = !problems.isEmpty ? .wrong : isKnown ? .known : .ready
            return CheckedLine(
                number: line.number, verdict: verdict, code: reading.code, draft: verdict == .ready ? reading.draft : nil,
                problems: problems)
        }
        try await imports.keep(checked, of: file.id, in: transaction)
        return lines.count
    }

    private func facts(of organisation: Organisation, in transaction: Transaction) async throws -> ImportReading.Facts {
        let places = [organisation.id] + [organisation.parent].compactMap(\.self)
        return ImportReading.Facts(
            rules: rules, organisation: organisation, helpers: try await helpers.helpers(of: places, in: transaction),
            words: ImportWords(rules, on: clock.today), today: clock.today)
    }

    static func taken(_ code: String) -> ImportProblem {
        ImportProblem(
            .code, code, "taken", vi: "Sổ đã có vụ việc của người khác mang mã này. Hãy xem lại mã.",
            en: "The register has a case of somebody else under this code. Look at the code again.")
    }

    private static func repeated(_ code: String, _ line: Int) -> ImportProblem {
        ImportProblem(
            .code, code, "repeated", vi: "Trùng mã với dòng \(line) của tệp. Hãy sửa hoặc bỏ một dòng.",
            en: "The same code as in row \(line) of the file. Mend or remove one.")
    }

    private static func leaps(_ code: String) -> ImportProblem {
        ImportProblem(
            .code, code, "number_leaps", vi: "Số thứ tự trong mã cách quá xa các số khác. Hãy xem lại mã.",
            en: "The number in the code is too far from the others. Look at the code again.")
    }
}
