import Database
import Foundation
import Hummingbird
import Models
import Pages
import Rules
import ServiceKit

/// `/reports/quality`: the figures of quality by period, organisation and helper.
struct QualityPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let desk: QualityDesk

    func add(to router: Router<ServiceContext>) {
        router.get("/reports/quality", use: show)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let t = renderer.sentences(context.language)
        let organisations = try await house.database.transaction(identity.scope) {
            try await desk.access.organisations(for: identity, in: $0)
        }
        let subjects = SubjectChoices(identity, organisations, house.rules, t).choices
        guard let first = subjects.first else { throw Problem.forbidden() }
        var asked = try request.queryTree()
        if case .object(var members) = asked {
            members["notice"] = nil
            if (members["period"]?.text ?? "").isEmpty { members["period"] = .field(String(house.clock.today.year)) }
            if (members["subject"]?.text ?? "").isEmpty { members["subject"] = .field(first.value) }
            asked = .object(members)
        } else {
            asked = .object(["period": .field(String(house.clock.today.year)), "subject": .field(first.value)])
        }
        let wanted = try QualityRequest(FieldReader(SubjectChoices.document(asked)), rules: house.rules)
        let (_, figures) = try await desk.figures(wanted, for: identity, reference: context.reference)
        let form = Form(t, values: asked)
        let language = t.language.rawValue
        let periods = ReportPeriods(rules: house.rules, today: house.clock.today).begun
        let model = QualityPage(
            request: wanted, table: QualityTable(figures, house.rules, on: wanted.period.to, t), asOf: figures.asOf,
            fields: [
                form.select("period", "report_field_period", prompt: nil, periods.map { Choice($0.id, $0.title.text(language)) }),
                form.select("subject", "report_field_subject", prompt: nil, subjects),
            ], rules: house.rules, query: query(wanted, asOf: figures.asOf), t: t)
        return try renderer.page("reporting-quality", model, title: "quality_figures_title", request, context)
    }

    private func query(_ wanted: QualityRequest, asOf: Date) -> String {
        let subject =
            switch wanted.subject {
            case .organisation(let id): "organisation=\(id)"
            case .province(let code): "province=\(code)"
            case .all: "all=true"
            }
        return "period=\(wanted.period.id)&\(subject)&as_of=\(Instant.format(asOf))"
    }
}
