import Models
import Pages
import ServiceKit
import Testing

/// A chart says the same to the eye, to a screen reader and in its table.
@Suite struct ChartTests {
    private let pages: PageRenderer
    private let t: Sentences

    init() throws {
        pages = try PageRenderer()
        t = pages.sentences(.vi)
    }

    private func html(_ kind: Chart.Kind, _ categories: [String], _ series: [Chart.Series]) throws -> String {
        let chart = Chart(
            kind, id: "c", title: "Vụ việc <mới>", categoryName: t("styleguide_field"), categories: categories, series: series, places: 1,
            empty: EmptyState(t("styleguide_no_figures")), t)
        return try pages.fragment("parts/chart", chart, context: PageContext())
    }

    @Test(arguments: [Chart.Kind.bars, .lines]) func aChartIsAPictureWithANameAndATableBehind(_ kind: Chart.Kind) throws {
        let text = try html(kind, ["Hình sự", "Dân sự"], [.init("Số vụ việc", [1_234.5, 12])])
        #expect(text.contains(#"role="img" aria-labelledby="c-name""#))
        #expect(text.contains(#"<title id="c-name">Vụ việc &lt;mới&gt;</title>"#))
        #expect(text.contains("<details") && text.contains(">1.234,5</td>"))
        #expect(text.contains("Cao nhất: Hình sự (1.234,5). Thấp nhất: Dân sự (12)."))
        #expect(!text.contains("style="))
    }

    @Test func theLongestBarTakesTheRoomAndTheOthersTheirShare() throws {
        let text = try html(.bars, ["A", "B", "C"], [.init("n", [200, 50, 0])])
        #expect(text.matches(of: /<rect[^>]* width="([0-9.]+)%"/).map { String($0.1) } == ["82", "20.5", "0"])
    }

    @Test func aLongNameStandsInSeveralLines() throws {
        let name = "Người dân tộc thiểu số cư trú ở vùng có điều kiện kinh tế – xã hội đặc biệt khó khăn"
        let text = try html(.bars, [name], [.init("n", [1])])
        let lines = text.matches(of: /<text x="0" y="[0-9]+">([^<]+)<\/text>/).map { String($0.1) }
        #expect(lines.joined(separator: " ") == name)
        #expect(lines.count == 3 && lines.allSatisfy { $0.count <= 36 })
    }

    @Test func aGapIsNotBridged() throws {
        let text = try html(.lines, ["1", "2", "3", "4"], [.init("n", [1, nil, 3, 4])])
        #expect(text.matches(of: /<line x1="[0-9.]+%"/).count == 1)
        #expect(text.matches(of: /<circle/).count == 3)
        #expect(text.contains(#"<span aria-hidden="true">–</span>"#))
    }

    @Test(
        arguments: [(322, ["0", "100", "200", "300", "400"]), (7, ["0", "2", "4", "6", "8"]), (1, ["0", "1"]), (0, ["0", "1"])]
            as [(Double, [String])])
    func theGridHasRoundNumbers(_ largest: Double, _ ticks: [String]) throws {
        let text = try html(.lines, ["a", "b"], [.init("n", [0, largest])])
        #expect(text.matches(of: /<text class="tick" x="0"[^>]*>([^<]+)</).map { String($0.1) } == ticks)
    }

    @Test func severalSeriesHaveALegendAndNoneHasNoPicture() throws {
        let several = try html(.lines, ["1"], [.init("Năm 2025", [1]), .init("Năm 2026", [2])])
        #expect(several.contains("series-2") && several.contains("Năm 2026</li>"))
        let nothing = try html(.bars, ["1"], [.init("n", [nil])])
        #expect(!nothing.contains("<svg") && nothing.contains(t("styleguide_no_figures")))
    }
}
