import Database
import Models
import Pages
import Rules
import ServiceKit

/// Whom a case can be given to by hand, found by name: the active helpers of its organisation, and of the centre where that is a branch, whose
/// kind may give its form of aid.
struct HelperSuggestions: Sendable {
    /// Suggestions at once; who is not among them types on.
    private static let most = 8

    let rules: RulePacks
    let clock: WallClock

    /// Those whose name holds `text`, as far as the scope of the transaction shows them.
    func found(_ text: String, for assignment: CaseAssignment, in transaction: Transaction) async throws -> [Helper] {
        Array(try await helpers(of: assignment, named: text, in: transaction).prefix(Self.most))
    }

    /// The one that a person named, by the words of a suggestion or by the name alone. Throws 422 on `/helper` where that is nobody, or
    /// several of one name.
    func named(_ name: String, for assignment: CaseAssignment, in transaction: Transaction) async throws -> HelperID {
        let written = NameKey.fold(name)
        let all = try await helpers(of: assignment, named: Self.withoutLastBrackets(name), in: transaction)
        let exact = all.filter { $0.cardNumber != nil && NameKey.fold(Self.words(for: $0)) == written }
        if exact.count == 1 { return exact[0].id }
        // A bare name, whose last brackets may be its own; or one with a number that is nobody's.
        let same = all.filter { $0.foldedName == written }
        guard let one = same.first else {
            throw Self.fault(
                "unknown_helper",
                Bilingual(vi: "Không có ai tên như vậy có thể nhận vụ việc này.", en: "Nobody of that name can take this case."))
        }
        guard same.count == 1 else {
            throw Self.fault(
                "ambiguous_helper",
                Bilingual(
                    vi:
                        "Có \(same.count) người tên này. Hãy ghi thêm số thẻ, như trong gợi ý; ai chưa có số thẻ thì bổ sung ở trang của người đó.",
                    en:
                        "\(same.count) helpers have this name. Add the card number, as the suggestions do; enter it on their page where it is missing."
                ))
        }
        return one.id
    }

    /// What stands in the field: the name, with the number of the card where there is one, so that two of one name are told apart.
    static func words(for helper: Helper) -> String { helper.name + (helper.cardNumber.map { " (\($0))" } ?? "") }

    /// What to search for: every helper that `words` can mean bears it.
    private static func withoutLastBrackets(_ words: String) -> String {
        guard words.hasSuffix(")"), let bracket = words.lastIndex(of: "(") else { return words }
        return words[..<bracket].split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private func helpers(of assignment: CaseAssignment, named text: String, in transaction: Transaction) async throws -> [Helper] {
        let kinds = rules.helperKinds(on: clock.today)
        let own = try await OrganisationStore.find(assignment.organisation, in: transaction)
        var found: [Helper] = []
        for organisation in [assignment.organisation] + (own.flatMap { $0.kind == .branch ? $0.parent : nil }.map { [$0] } ?? []) {
            let filter = HelperFilter(organisation: organisation, name: text, active: true, page: PageRequest(limit: 199))
            found += try await HelperStore.list(filter, on: clock.today, in: transaction)
        }
        return found.filter { $0.id != assignment.helper && kinds.may($0.kind, take: assignment.form) }
    }

    private static func fault(_ code: String, _ message: Bilingual) -> Problem {
        Problem.validation([FieldError("/helper", code: code, message: message)])
    }
}
