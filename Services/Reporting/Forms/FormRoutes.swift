import Hummingbird
import Models
import Rules
import ServiceKit

/// The JSON API of the statistical forms.
struct FormRoutes: Sendable {
    let rules: RulePacks

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/report-forms", use: list)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try context.require()
        return try .json(Page(items: rules.statisticalForms.map(FormView.init), next: nil))
    }
}

/// A statistical form, as the API shows it.
struct FormView: Encodable {
    /// A row or a column: `r1` or `c1`, and its title.
    struct Line: Encodable {
        let name: String
        let label: LocalizedText
        /// The heading over several columns.
        var group: LocalizedText?
    }

    let id: String
    let sign: String
    let title: LocalizedText
    let unit: LocalizedText
    let source: String
    let confirmed: Bool
    let notes: [LocalizedText]
    let rows: [Line]
    let columns: [Line]

    init(_ form: StatisticalForm) {
        id = form.id
        sign = form.sign
        title = form.title
        unit = form.unit
        source = form.source
        confirmed = form.confirmed
        notes = form.notes + [form.head.note].compactMap(\.self)
        rows = form.rows.map { Line(name: "r\($0.index)", label: $0.title) }
        columns = form.columns.map { Line(name: "c\($0.index)", label: $0.title, group: $0.group) }
    }
}
