import Foundation
import HTTPTypes
import Hummingbird
import Models
import Pages
import Rules
import ServiceKit

/// The JSON API of the figures of quality, and the files they are taken away as.
struct QualityRoutes: Sendable {
    let house: House
    let renderer: PageRenderer
    let desk: QualityDesk

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/quality-figures", use: show)
        router.get("/api/v1/quality-figures/export", use: export)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let wanted = try QualityRequest(FieldReader(try request.queryTree()), rules: house.rules)
        let (_, figures) = try await desk.figures(wanted, for: try context.require(), reference: context.reference)
        return try .json(QualityView(wanted, figures))
    }

    @Sendable private func export(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let reader = FieldReader(try request.queryTree())
        let format = reader.choice("format", QualityFile.Format.self)
        let wanted = try QualityRequest(reader, rules: house.rules)
        let (subject, figures) = try await desk.figures(
            wanted, as: format.rawValue, for: try context.require(), reference: context.reference)
        let name = "quality-\(wanted.period.id)"
        let file = try await data(format, wanted, subject, figures, named: name, renderer.sentences(context.language))
        return .file(file, format.mediaType, named: "\(name).\(format.rawValue)")
    }

    private func data(
        _ format: QualityFile.Format, _ wanted: QualityRequest, _ subject: ReportSubject, _ figures: QualityFigures, named name: String,
        _ t: Sentences
    ) async throws -> Data {
        if format == .json { return try MessageCoding.encode(QualityView(wanted, figures)) }
        let table = QualityTable(figures, house.rules, on: wanted.period.to, t)
        let days = ["from": t.formats.date(wanted.counted.lowerBound), "to": t.formats.date(wanted.counted.upperBound)]
        let file = QualityFile(
            table,
            heading: [
                t("quality_figures_title"), wanted.period.title.text(t.language.rawValue), title(of: subject, figures, t),
                t("report_counted_short", days), "\(t("report_fact_as_of")): \(t.formats.dateTime(figures.asOf))",
            ], t)
        return format == .csv ? file.csv : try await file.xlsx(named: name)
    }

    private func title(of subject: ReportSubject, _ figures: QualityFigures, _ t: Sentences) -> String {
        switch subject {
        case .organisation(let id, _): figures.titles[id] ?? id.description
        case .province(let code):
            t("report_subject_province", ["province": house.rules.provinces[code]?.name.text(t.language.rawValue) ?? code])
        case .country: t("report_subject_country")
        }
    }
}
