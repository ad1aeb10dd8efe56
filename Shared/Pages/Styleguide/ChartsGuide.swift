import Models
import ServiceKit

/// Bars and lines: one series, several, long names, gaps, nothing.
struct ChartsGuide: Part {
    let t: Sentences

    func child(named name: String) -> Any? {
        switch name {
        case "charts": [fields, months, forms, quarters, nothing]
        default: nil
        }
    }

    private var none: EmptyState { EmptyState(t("styleguide_no_figures"), text: t("styleguide_no_figures_text")) }

    private var monthNames: [String] { (1...12).map { t("styleguide_month", ["month": String($0)]) } }

    private var fields: Chart {
        Chart(
            .bars, id: "by-field", title: t("styleguide_chart_fields"), categoryName: t("styleguide_field"),
            categories: LegalField.allCases.map { t.label($0) }, series: [.init(t("styleguide_cases"), [1_204, 862, 745, 96, 31, 0])],
            empty: none, t)
    }

    private var months: Chart {
        Chart(
            .lines, id: "by-month", title: t("styleguide_chart_months"), categoryName: t("styleguide_month_name"), categories: monthNames,
            series: [.init(t("styleguide_cases"), [212, 148, 236, 251, 244, 268, 259, 274, 290, 281, 305, 322])], empty: none, t)
    }

    private var forms: Chart {
        let categories: [Models.Category] = ["ethnic_minority", "poor_household", "child", "domestic_violence_victim"].map {
            .init(rawValue: $0)
        }
        return Chart(
            .bars, id: "by-category", title: t("styleguide_chart_categories"), categoryName: t("styleguide_categories"),
            categories: categories.map { t.label($0) },
            series: [
                .init(t.label(AidForm.litigation), [412, 305.5, 188, 47]), .init(t.label(AidForm.advice), [268, 341, 64.5, nil]),
                .init(t.label(AidForm.representation), [12, 9, 4, 2]),
            ], places: 1, empty: none, t)
    }

    private var quarters: Chart {
        Chart(
            .lines, id: "two-years", title: t("styleguide_chart_years"), categoryName: t("styleguide_month_name"), categories: monthNames,
            series: [
                .init("2026", [212, 148, 236, nil, 244, 268, 259, 274, nil, nil, nil, nil]),
                .init("2025", [180, 121, 195, 204, 199, 231, 218, 240, 244, 252, 261, 270]),
                .init("2024", [140, 99, 150, 161, 158, 172, 175, 181, 190, 188, 201, 214]),
            ], summary: t("styleguide_chart_years_summary"), empty: none, t)
    }

    private var nothing: Chart {
        Chart(
            .bars, id: "none", title: t("styleguide_chart_empty"), categoryName: t("styleguide_field"), categories: [],
            series: [.init(t("styleguide_cases"), [])], empty: none, t)
    }
}
