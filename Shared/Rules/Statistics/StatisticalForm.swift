package import Models

/// Biểu mẫu thống kê: rows, columns and what each cell counts.
package struct StatisticalForm: Sendable {
    /// What one count of it is.
    package enum Subject: String, Sendable, CaseIterable {
        /// Lượt người (biểu 24).
        case persons
        /// Vụ việc (biểu 25).
        case cases
    }

    /// `bieu-24`.
    package let id: String
    /// The official sign, `24/BTP/TGPL`.
    package let sign: String
    package let head: PackHead
    package let title: LocalizedText
    package let unit: LocalizedText
    package let subject: Subject
    package let rows: [Row]
    package let columns: [Column]
    /// How it counts, and what of that is not confirmed: shown under the table.
    package let notes: [LocalizedText]

    package var source: String { head.source }
    package var confirmed: Bool { head.confirmed }

    /// A row: all cases, those of a field, or those of a field and form.
    package struct Row: Hashable, Sendable {
        /// From 1.
        package let index: Int
        package let title: LocalizedText
        /// Nil: every field.
        package let field: LegalField?
        /// Nil: every form of aid.
        package let form: AidForm?

        package func counts(_ field: LegalField, _ form: AidForm) -> Bool {
            (self.field ?? field) == field && (self.form ?? form) == form
        }
    }

    /// A column.
    package struct Column: Hashable, Sendable {
        /// From 1.
        package let index: Int
        package let title: LocalizedText
        /// The heading over several columns, where there is one.
        package let group: LocalizedText?
        package let counts: ColumnCount
    }

    /// Every cell, row by row.
    package var cells: [ReportCell] {
        rows.flatMap { row in columns.map { ReportCell(row: row.index, column: $0.index) } }
    }

    /// Whether the form has that cell.
    package func has(_ cell: ReportCell) -> Bool {
        (1...rows.count).contains(cell.row) && (1...columns.count).contains(cell.column)
    }

    /// The cells that count this person once each; none on a form of cases.
    package func cells(counting turn: PersonTurn) -> [ReportCell] {
        cells(turn.field, turn.form) { column in
            switch column {
            case .persons: true
            case .gender(let gender): gender == turn.gender
            case .categories(let categories): categories.contains(turn.countedAs) && !isTakenTogether(turn)
            case .together(let categories): turn.poorAndEthnicMinority && categories.contains(turn.countedAs)
            default: false
            }
        }
    }

    /// The cells that count this case once each; none on a form of persons.
    package func cells(counting turn: CaseTurn) -> [ReportCell] {
        cells(turn.field, turn.form) { column in
            switch (column, turn.ending) {
            case (.handled, _): true
            case (.carriedOver, _): turn.carriedOver
            case (.newlyAccepted, _): !turn.carriedOver
            case (.finished, .finished): true
            case (.finishedBy(let performer), .finished(let by)): performer == by
            case (.openAtEnd, .open), (.stopped, .stopped): true
            default: false
            }
        }
    }

    private func isTakenTogether(_ turn: PersonTurn) -> Bool {
        turn.poorAndEthnicMinority
            && columns.contains { if case .together(let categories) = $0.counts { categories.contains(turn.countedAs) } else { false } }
    }

    private func cells(_ field: LegalField, _ form: AidForm, where counts: (ColumnCount) -> Bool) -> [ReportCell] {
        let counting = columns.filter { counts($0.counts) }
        return rows.filter { $0.counts(field, form) }.flatMap { row in
            counting.map { ReportCell(row: row.index, column: $0.index) }
        }
    }
}
