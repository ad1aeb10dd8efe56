import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import NIOCore
import ServiceKit
import TestKit
import Testing

@testable import Reporting

/// A report as a file.
@Suite struct ExportTests {
    /// A bureau with the report of the distant centre, whose title begins like a formula.
    private func made() async throws -> (Bureau, ReportRunID, Identity) {
        let bureau = try await Bureau.open()
        for number in 1...12 { try await bureau.accept("2026-02-10", at: bureau.distant, id: CaseID(at: Date() + Double(number))) }
        let leader = bureau.identity(.leader, of: bureau.distant)
        let run = try await bureau.start("bieu-24", "2026-H1", ["organisation": .string(bureau.distant.description)], by: leader)
        for job in try await bureau.plan() { try await bureau.work(job) }
        return (bureau, run, leader)
    }

    private func export(_ bureau: Bureau, _ run: ReportRunID, _ format: String, by identity: Identity) async throws -> TestResponse {
        try await bureau.ask(.get, "/api/v1/report-runs/\(run)/export?format=\(format)", by: identity)
    }

    @Test func jsonHoldsEveryCell() async throws {
        let (bureau, run, leader) = try await made()
        let answer = try await export(bureau, run, "json", by: leader)
        guard case .object(let cells)? = answer.tree["cells"] else { return }
        #expect(cells.count == 25 * 18 && cells["r1c1"] == 12 && cells["r25c18"] == 0)
        #expect(answer.tree["counted"] == ["from": "2026-01-01", "to": "2026-05-31"])
        #expect(try await bureau.test.audited("report.exported") == 1)
    }

    @Test func csvBeginsWithAMarkAndHoldsNoFormula() async throws {
        let (bureau, run, leader) = try await made()
        let answer = try await export(bureau, run, "csv", by: leader)
        let bytes = Array(answer.body.readableBytesView)
        #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
        let lines = answer.text.split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.first?.dropFirst() == "'=Trung tâm “phía Nam”")
        #expect(lines.contains { $0.hasPrefix("Tổng số,12,0,12,") })
        #expect(answer.text.contains("01/01/2026") && answer.text.contains("31/05/2026"))
    }

    @Test func anUnknownFormatIsRefused() async throws {
        let (bureau, run, leader) = try await made()
        #expect(try await export(bureau, run, "docx", by: leader).status == .unprocessableContent)
    }

    @Test(.enabled(if: Python.hasWorkbooks)) func xlsxOpensAndHoldsTheTableAsNumbers() async throws {
        let (bureau, run, leader) = try await made()
        let answer = try await export(bureau, run, "xlsx", by: leader)
        #expect(answer.headers[.contentType] == ExportFormat.xlsx.mediaType)
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).xlsx")
        try Data(answer.body.readableBytesView).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let rows = try Python.rows(of: file)
        let top = try #require(rows.firstIndex { $0.first == "Tổng số" })
        let table = rows[top..<top + 25].map { $0[1...18].map { Int($0) } }
        #expect(table[0] == [12, 0, 12, 0, 0, 0, 0, 12] + Array(repeating: 0, count: 10))
        #expect(table.allSatisfy { $0.allSatisfy { $0 != nil } })
        #expect(rows[0][0] == "'=Trung tâm “phía Nam”")
        #expect(rows.contains { $0.contains { $0.contains("31/05/2026") } })
    }

    @Test func pdfIsMadeOrItIsSaidWhatToInstall() async throws {
        let (bureau, run, leader) = try await made()
        let answer = try await export(bureau, run, "pdf", by: leader)
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/weasyprint") else {
            #expect(answer.status == .serviceUnavailable && answer.text.contains("weasyprint"))
            return
        }
        let pdf = Data(answer.body.readableBytesView)
        #expect(answer.status == .ok && pdf.starts(with: Data("%PDF".utf8)))
    }

    @Test func thePagesShowTheReport() async throws {
        let (bureau, run, leader) = try await made()
        let list = try await bureau.ask(.get, "/reports", by: leader)
        #expect(list.status == .ok && list.text.contains("/reports/\(run)"))
        let page = try await bureau.ask(.get, "/reports/\(run)", by: leader)
        #expect(page.status == .ok && page.text.contains("/reports/\(run)/cells/r1c1") && page.text.contains("figures-table"))
        #expect(page.text.contains("=Trung tâm “phía Nam”") && !page.text.contains("[report"))
        let cell = try await bureau.ask(.get, "/reports/\(run)/cells/r1c1?lang=en", by: leader)
        #expect(cell.status == .ok && cell.text.contains("12 cases"))
        let sheet = try await bureau.ask(.get, "/reports/\(run)/print", by: leader)
        #expect(sheet.status == .ok && sheet.text.contains("CỘNG HÒA"))
        #expect(try await bureau.ask(.get, "/reports/\(run)/cells/r99c1", by: leader).status == .notFound)
    }
}

/// The tests' own Python, where openpyxl is.
enum Python {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let program = root.appending(path: ".build/venv/bin/python")

    static var hasWorkbooks: Bool {
        FileManager.default.isExecutableFile(atPath: program.path) && (try? run("import openpyxl")) != nil
    }

    /// The first sheet's rows; numbers as their digits, what is empty as an empty text.
    static func rows(of file: URL) throws -> [[String]] {
        let script = """
            import json, openpyxl
            sheet = openpyxl.load_workbook(r"\(file.path)").worksheets[0]
            print(json.dumps([["" if v is None else str(v) for v in row] for row in sheet.iter_rows(values_only=True)]))
            """
        return try JSONDecoder().decode([[String]].self, from: run(script))
    }

    private static func run(_ script: String) throws -> Data {
        let process = Process()
        process.executableURL = program
        process.arguments = ["-c", script]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return data
    }
}
