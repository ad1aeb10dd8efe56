import Models

/// The statistical forms in force together.
package struct StatisticalFormPack: ReadablePack {
    package let head: PackHead
    package let forms: [StatisticalForm]

    init(head: PackHead, from entry: inout PackEntry) throws {
        self.head = head
        forms = try entry.required("forms").entries { try StatisticalForm(head: head, from: &$0) }
        guard Set(forms.map(\.id)).count == forms.count else {
            throw entry.value.error("two forms have the same id", "Give each form an id of its own.")
        }
    }
}

extension StatisticalForm {
    init(head: PackHead, from entry: inout PackEntry) throws {
        self.head = head
        id = try entry.text("id")
        sign = try entry.text("sign")
        title = try entry.localized("title")
        unit = try entry.localized("unit")
        subject = try entry.required("subject").choice()
        notes = try entry.required("notes").list { try $0.localized() }
        var row = 0
        rows = try entry.required("rows").entries {
            row += 1
            return Row(
                index: row, title: try $0.localized("title"),
                field: try $0.optional("field")?.choice(), form: try $0.optional("form")?.choice())
        }
        var column = 0
        columns = try entry.required("columns").entries {
            column += 1
            return Column(
                index: column, title: try $0.localized("title"), group: try $0.optional("group")?.localized(),
                counts: try ColumnCount(from: &$0))
        }
        guard !rows.isEmpty, columns.allSatisfy({ $0.counts.countsPersons == (subject == .persons) }) else {
            throw entry.value.error(
                "\(id) has no rows, or a column that does not count \(subject.rawValue)", "Correct “rows” and “counts”.")
        }
    }
}
