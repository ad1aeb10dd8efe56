package import ServiceKit

/// A table that turns into cards where the screen is narrow: `parts/table`. Without rows it shows its empty state instead.
package struct Table: Part {
    /// A column: its name, and whether it holds numbers.
    package struct Column: Part {
        let label: String
        let isNumber: Bool
        let sort: Sort?

        package init(_ label: String, isNumber: Bool = false, sort: Sort? = nil) {
            self.label = label
            self.isNumber = isNumber
            self.sort = sort
        }

        package func child(named name: String) -> Any? {
            switch name {
            case "label": label
            case "number": isNumber
            case "sort": sort
            default: nil
            }
        }
    }

    /// How a column can be sorted: the address that does it, and how it is sorted now.
    package struct Sort: Part {
        let href: String
        let direction: String?

        /// - Parameter ascending: nil where the table is sorted by another column.
        package init(href: String, ascending: Bool? = nil) {
            self.href = href
            direction = ascending.map { $0 ? "ascending" : "descending" }
        }

        /// The head of a column: leads the other way round where the list is sorted by it now, else from the least on.
        package init<Of>(_ column: Of, of sorting: Sorting<Of>, address: (Sorting<Of>) -> String) {
            let isPresent = sorting.column == column
            self.init(
                href: address(Sorting(column, isDescending: isPresent && !sorting.isDescending)),
                ascending: isPresent ? !sorting.isDescending : nil)
        }

        package func child(named name: String) -> Any? {
            switch name {
            case "href": href
            case "direction": direction
            case "descending": direction == "descending"
            default: nil
            }
        }
    }

    let caption: String
    let isCaptionHidden: Bool
    let columns: [Column]
    let rows: TableRows
    let empty: EmptyState
    let paging: Paging?

    /// - Parameters:
    ///   - caption: what the table shows; with `isCaptionHidden` for screen readers only.
    ///   - rows: one cell for each column; the first names the row.
    package init(
        caption: String, isCaptionHidden: Bool = false, columns: [Column], rows: [[TableCell]], empty: EmptyState, paging: Paging? = nil
    ) {
        self.caption = caption
        self.isCaptionHidden = isCaptionHidden
        self.columns = columns
        self.rows = TableRows(columns: columns, rows: rows)
        self.empty = empty
        self.paging = paging
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "caption": caption
        case "caption_hidden": isCaptionHidden
        case "columns": columns
        case "rows": rows
        case "filled": !rows.rows.isEmpty
        case "empty": empty
        case "paging": paging
        default: nil
        }
    }
}
