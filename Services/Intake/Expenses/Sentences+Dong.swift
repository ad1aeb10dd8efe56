import Models
import Pages
import Rules
import ServiceKit

extension Sentences {
    /// An amount of money.
    func dong(_ amount: Int) -> String { self("pay_unit_dong", ["number": formats.number(amount)]) }
}

extension Tag {
    /// Where an expense stands.
    init(_ state: Expense.State, _ t: Sentences) {
        let tone: Tone =
            switch state {
            case .waiting: .attention
            case .approved: .good
            case .refused: .bad
            case .corrected, .withdrawn: .quiet
            }
        self.init(t("expense_state_\(state.rawValue)"), tone)
    }
}

extension Expense {
    /// Its page.
    func address(of record: CaseRecord) -> String { "/cases/\(record.id)/expenses/\(id)" }

    /// What its kind is called by the pack of its day.
    func title(_ rules: RulePacks, _ t: Sentences) -> String {
        rules.expenseKinds(on: date)[kind]?.title.text(t.language.rawValue) ?? kind
    }
}
