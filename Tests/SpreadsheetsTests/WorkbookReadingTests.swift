import Foundation
import Models
import Testing

@testable import Spreadsheets

/// Workbooks of real producers, and of the standard's corners.
@Suite struct WorkbookReadingTests {
    @Test func everyKindOfCellOfOpenpyxlIsRead() throws {
        let read = try all(SpreadsheetReader(file: file("people.xlsx")))
        #expect(read.map(\.number) == [1, 2, 4])
        #expect(read[0].cells.map(\.text) == ["Họ và tên", "Ngày sinh", "Số", "Có", "Giờ", "Lúc"])
        let day = try #require(LegalDate("1990-04-02"))
        let moment = try #require(LegalDate("2026-01-31"))
        // The name was written with its marks apart.
        #expect(
            read[1].cells == [
                .text("Nguyễn Thị Hường"), .date(day, seconds: 0), .number(12.5), .boolean(true), .time(seconds: 30_600),
                .date(moment, seconds: 30_600),
            ])
        #expect(
            Array(read[1].cells[0].text.unicodeScalars).count
                == "Nguyễn Thị Hường".precomposedStringWithCanonicalMapping.unicodeScalars.count)
        // A formula that nothing has ever counted has no value.
        #expect(read[2].cells.map(\.text) == ["Lò Văn Páo", "", "", "", "", "20260131"])
    }

    @Test func bytesAndFilesAreTheSame() throws {
        let url = try file("people.xlsx")
        #expect(try rows([UInt8](Data(contentsOf: url))) == all(SpreadsheetReader(file: url)))
    }

    @Test func daysAreCountedFromWhereTheWorkbookSays() throws {
        let read = try all(SpreadsheetReader(file: file("from-1904.xlsx")))
        #expect(read.first?[0].text == "2026-02-03")
        #expect(DayCount.from1900.cell(59)?.text == "1900-02-28" && DayCount.from1900.cell(61)?.text == "1900-03-01")
        #expect(DayCount.from1900.cell(1)?.text == "1900-01-01" && DayCount.from1900.cell(60) == nil)
        #expect(DayCount.from1900.cell(46_053.999_999)?.text == "2026-02-01" && DayCount.from1900.cell(3_000_000) == nil)
    }

    @Test func whatIsWrittenByLibxlsxwriterIsReadBack() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "caunoi-\(UUID()).xlsx").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let workbook = try Workbook(path: path, sheet: "Mẫu")
        workbook.write("Họ và tên", at: 0, 0)
        workbook.offer(["Chuyên viên", "Lãnh đạo"], rows: 1...9, column: 1)
        workbook.write("=1+1", at: 2, 1)
        workbook.write(7, at: 2, 2)
        try workbook.close()
        let read = try all(SpreadsheetReader(file: URL(filePath: path)))
        #expect(
            read == [
                SpreadsheetRow(number: 1, cells: [.text("Họ và tên")]),
                SpreadsheetRow(number: 3, cells: [.empty, .text("'=1+1"), .number(7)]),
            ])
    }

    /// The library counts some texts in characters and has room for them in bytes, three of which a letter of Vietnamese may take.
    @Test(arguments: [80, 84, 85, 86, 120, 200, 250, 300]) func longListsOfVietnameseWordsEndNothing(_ letters: Int) throws {
        let long = String(repeating: "ế", count: letters)
        let data = try Workbook.bytes(sheet: String(repeating: "ệ", count: 40)) { workbook in
            workbook.write(long, at: 0, 0)
            workbook.offer([long, "Lãnh đạo"], rows: 1...9, column: 0)
            workbook.offer([long], rows: 1...9, column: 1)
            workbook.freeze(row: 1, column: 1, repeating: 0...0)
        }
        #expect(try rows([UInt8](data)) == [SpreadsheetRow(number: 1, cells: [.text(long)])])
    }

    @Test(arguments: [
        ("dd/mm/yyyy", true), ("[$-42A]dd\\ mmmm", true), ("h:mm AM/PM", true), ("[h]:mm", false), ("0.00", false), ("General", false),
        ("\"day\" 0", false), ("[Red]0", false), ("#,##0 \\d", false), ("@", false), ("0;yy", false),
    ])
    func aFormatShowsDaysOrDoesNot(_ code: String, _ isDate: Bool) {
        #expect(CellStyles.isDateCode(code) == isDate)
    }

    @Test func placesMayBeLeftOut() throws {
        let book = HandMadeWorkbook(
            "<row><c><v>1</v></c><c r=\"C1\"><v>3</v></c><c t=\"str\"><f>A1</f><v>x</v></c></row><row r=\"5\"><c><v>5</v></c></row>")
        #expect(
            try rows(book.bytes()) == [
                SpreadsheetRow(number: 1, cells: [.number(1), .empty, .number(3), .text("x")]),
                SpreadsheetRow(number: 5, cells: [.number(5)]),
            ])
    }

    @Test func textsInCellsAreWhole() throws {
        let book = HandMadeWorkbook(
            """
            <row r="1"><c r="A1" t="inlineStr"><is><r><t>Tên </t></r><r><t>ghép</t></r><rPh sb="0" eb="1"><t>bỏ</t></rPh></is></c>\
            <c r="B1" t="inlineStr"><is><t>a_x000D_&amp;b</t></is></c><c r="C1" t="d"><v>2026-01-31T08:30:00Z</v></c>\
            <c r="D1" t="e"><v>#N/A</v></c></row>
            """)
        #expect(try rows(book.bytes()).first?.cells.map(\.text) == ["Tên ghép", "a\r&b", "2026-01-31T08:30:00", "#N/A"])
    }

    @Test func prefixesAndTheStrictVariantAreUnderstood() throws {
        var book = HandMadeWorkbook("")
        let strict = "http://purl.oclc.org/ooxml"
        for (name, text) in book.parts {
            book.parts[name] = text.replacing(HandMadeWorkbook.main, with: "\(strict)/spreadsheetml/main")
                .replacing(HandMadeWorkbook.relations, with: "\(strict)/officeDocument/relationships")
        }
        book.parts["xl/worksheets/sheet1.xml"] = """
            <x:worksheet xmlns:x="\(strict)/spreadsheetml/main"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>
            """
        #expect(try rows(book.bytes()) == [SpreadsheetRow(number: 1, cells: [.number(1)])])
    }

    /// More than is held at a time: pieces of 64 kB cut through elements and letters.
    @Test func aLongSheetIsReadToItsEnd() throws {
        let lines = (1...20_000).map { "<row r=\"\($0)\"><c r=\"A\($0)\" t=\"inlineStr\"><is><t>Nguyễn \($0)</t></is></c></row>" }
        let read = try rows(HandMadeWorkbook(lines.joined()).bytes())
        #expect(read.count == 20_000 && read.last?[0].text == "Nguyễn 20000")
        #expect(read.enumerated().allSatisfy { $0.element[0].text == "Nguyễn \($0.offset + 1)" })
    }
}
