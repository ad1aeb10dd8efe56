/// A small chart, drawn on the server, with its table behind it: `parts/chart`. Bars compare things by name, lines follow one thing
/// through time. Positions across are percentages, so that it fits a telephone and a desk alike and its letters keep their size.
package struct Chart: Part {
    package enum Kind: Sendable {
        case bars, lines
    }

    /// One quantity: its name, and a value for each category; nil where none is known.
    package struct Series: Sendable {
        let name: String
        let values: [Double?]

        /// - Parameter values: zero or more each.
        package init(_ name: String, _ values: [Double?]) {
            self.name = name
            self.values = values
        }
    }

    private let id: String
    private let title: String
    private let summary: String?
    private let bars: BarPlot?
    private let lines: LinePlot?
    private let legend: [LegendEntry]
    private let table: Table
    private let empty: EmptyState

    /// - Parameters:
    ///   - id: unique on the page.
    ///   - categoryName: what the categories are, the heading of the table's first column.
    ///   - series: at most three; more cannot be told apart.
    ///   - places: decimals shown.
    ///   - summary: what the chart says, in words; made of the highest and the lowest value where there is one series.
    ///   - empty: shown where no value is known.
    package init(
        _ kind: Kind, id: String, title: String, categoryName: String, categories: [String], series: [Series], places: Int = 0,
        summary: String? = nil, empty: EmptyState, _ sentences: Sentences
    ) {
        let formats = sentences.formats
        let written = { (value: Double) in formats.number(value, places: places) }
        self.id = id
        self.title = title
        self.empty = empty
        self.summary = summary ?? (series.count == 1 ? Self.range(of: series[0], categories, sentences, written) : nil)
        let isKnown = series.contains { $0.values.contains { $0 != nil } }
        bars = isKnown && kind == .bars ? BarPlot(categories: categories, series: series, written: written) : nil
        lines = isKnown && kind == .lines ? LinePlot(categories: categories, series: series, written: written) : nil
        legend = series.count > 1 ? series.enumerated().map { LegendEntry(name: $1.name, number: $0 + 1) } : []
        table = Table(
            caption: title, isCaptionHidden: true,
            columns: [Table.Column(categoryName)] + series.map { Table.Column($0.name, isNumber: true) },
            rows: categories.enumerated().map { index, category in
                [.text(category)]
                    + series.map { one in
                        (one.values.indices.contains(index) ? one.values[index] : nil).map { .number(written($0)) } ?? .none
                    }
            },
            empty: empty)
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "id": id
        case "title": title
        case "summary": summary
        case "bars": bars
        case "lines": lines
        case "filled": bars != nil || lines != nil
        case "several": !legend.isEmpty
        case "legend": legend
        case "table": table
        case "empty": empty
        default: nil
        }
    }

    /// "Highest: …; lowest: …".
    private static func range(
        of series: Series, _ categories: [String], _ sentences: Sentences, _ written: (Double) -> String
    ) -> String? {
        let known = zip(categories, series.values).compactMap { category, value in value.map { (category: category, value: $0) } }
        guard known.count > 1, let most = known.max(by: { $0.value < $1.value }), let least = known.min(by: { $0.value < $1.value }) else {
            return nil
        }
        return sentences(
            "chart_range",
            ["high": most.category, "most": written(most.value), "low": least.category, "least": written(least.value)])
    }
}

/// A series in the legend, by its number: colour and form come from the style sheet.
struct LegendEntry: Part {
    let name: String
    let number: Int

    func child(named name: String) -> Any? {
        switch name {
        case "name": self.name
        case "number": number
        default: nil
        }
    }
}
