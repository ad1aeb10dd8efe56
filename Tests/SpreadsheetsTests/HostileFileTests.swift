import Foundation
import Testing

@testable import Spreadsheets

/// Files that were made to harm, damaged ones, and those of other programs: each is refused for its own reason.
@Suite struct HostileFileTests {
    private let cell = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"

    private func limits(_ change: (inout SpreadsheetLimits) -> Void) -> SpreadsheetLimits {
        var limits = SpreadsheetLimits()
        change(&limits)
        return limits
    }

    @Test func anArchiveThatGrowsIsStopped() throws {
        // 40 MB that lie in 40 kB.
        let bomb = HandMadeWorkbook("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>" + String(repeating: " ", count: 40 << 20))
        let bytes = try bomb.bytes()
        #expect(bytes.count < 100_000)
        #expect(fault(bytes, limits { $0.inflatedBytes = 1 << 20 })?.fault == .tooLarge)
    }

    @Test func anArchiveThatLiesAboutItsSizesIsStopped() throws {
        var bytes = try HandMadeWorkbook(cell + String(repeating: " ", count: 4 << 20)).bytes()
        // The unpacked size stands in the central directory, 24 bytes behind its signature; the longest part's is made small.
        let size = [UInt8](withUnsafeBytes(of: UInt32((4 << 20) + 165).littleEndian, Array.init))
        let places = bytes.indices.filter { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) && bytes[($0 + 26)...].starts(with: size[2...]) }
        #expect(places.count == 1)
        for place in places { bytes.replaceSubrange((place + 24)..<(place + 28), with: [16, 0, 0, 0]) }
        let found = fault(bytes, limits { $0.inflatedBytes = 1 << 20 })
        #expect(found?.fault == .tooLarge || found?.fault == .damaged)
    }

    @Test func documentTypesAreRefusedWhereverTheyStand() throws {
        let laughs = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
        #expect(fault(try HandMadeWorkbook(cell, before: laughs).bytes())?.fault == .declaration)
        var book = HandMadeWorkbook(cell)
        let workbook = try #require(book.parts["xl/workbook.xml"])
        book.parts["xl/workbook.xml"] = "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">" + workbook
        #expect(fault(try book.bytes())?.fault == .declaration)
    }

    @Test func passwordsAndOldFormatsAreNamed() throws {
        var book = HandMadeWorkbook(cell)
        book.password = "mật khẩu"
        #expect(fault(try book.bytes())?.fault == .encrypted)
        let compound: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 1_000)
        #expect(fault(compound + "Workbook".utf16.flatMap { [UInt8($0), 0] })?.fault == .oldFormat)
        #expect(fault(compound + "EncryptedPackage".utf16.flatMap { [UInt8($0), 0] })?.fault == .encrypted)
        book = HandMadeWorkbook(cell)
        book.parts["mimetype"] = "application/vnd.oasis.opendocument.spreadsheet"
        #expect(fault(try book.bytes())?.fault == .otherFormat)
    }

    @Test func whatIsNoSpreadsheetIsRefused() throws {
        #expect(fault([])?.fault == .empty)
        #expect(fault(Array("%PDF-1.7 x".utf8))?.fault == .notASpreadsheet)
        #expect(fault(Array("  <html><table>".utf8))?.fault == .notASpreadsheet)
        #expect(fault([0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0])?.fault == .notASpreadsheet)
        #expect(fault([0x50, 0x4B, 3, 4, 1, 2, 3])?.fault == .damaged)
        var book = HandMadeWorkbook(cell)
        book.parts = ["word/document.xml": "<a/>"]
        #expect(fault(try book.bytes())?.fault == .notASpreadsheet)
    }

    @Test func whatIsCutOffOrCrookedIsDamaged() throws {
        let whole = try HandMadeWorkbook(cell).bytes()
        #expect(fault(Array(whole.dropLast(30)))?.fault == .damaged)
        #expect(fault(try HandMadeWorkbook("<row r=\"1\"><c></row>").bytes())?.fault == .damaged)
        #expect(
            fault(try HandMadeWorkbook("<row r=\"3\"><c r=\"A3\" t=\"s\"><v>9</v></c></row>").bytes()) == SpreadsheetError(.damaged, row: 3)
        )
        #expect(fault(try HandMadeWorkbook(cell + cell).bytes())?.fault == .damaged)
        #expect(
            fault(try HandMadeWorkbook("<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>").bytes())?.fault == .damaged)
        #expect(fault(try HandMadeWorkbook(String(repeating: "<a>", count: 500)).bytes())?.fault == .damaged)
    }

    @Test func onlyVisibleSheetsAreRead() throws {
        var book = HandMadeWorkbook(cell)
        let workbook = try #require(book.parts["xl/workbook.xml"])
        book.parts["xl/workbook.xml"] = workbook.replacing("<sheet ", with: "<sheet state=\"veryHidden\" ")
        #expect(fault(try book.bytes())?.fault == .noSheet)
    }

    @Test func everythingHasItsLimit() throws {
        let book = try HandMadeWorkbook(
            "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"7\"><c r=\"C7\" t=\"str\"><v>ba bốn năm</v></c></row>"
        ).bytes()
        #expect(fault(book, limits { $0.rows = 1 }) == SpreadsheetError(.tooManyRows, row: 7))
        #expect(fault(book, limits { $0.columns = 2 }) == SpreadsheetError(.tooManyColumns, row: 7))
        #expect(fault(book, limits { $0.cellBytes = 4 }) == SpreadsheetError(.cellTooLong, row: 7))
        #expect(fault(book, limits { $0.fileBytes = 100 })?.fault == .tooLarge)
        let text = Array("a,b\n1,2\n3,4,5\n".utf8)
        #expect(fault(text, limits { $0.rows = 2 }) == SpreadsheetError(.tooManyRows, row: 3))
        #expect(fault(text, limits { $0.columns = 2 }) == SpreadsheetError(.tooManyColumns, row: 3))
        #expect(fault(Array("a\nbbbbb\n".utf8), limits { $0.cellBytes = 4 }) == SpreadsheetError(.cellTooLong, row: 2))
        #expect(fault(Array("a\n\"b\n".utf8) + [UInt8](repeating: 97, count: 200_000))?.fault == .cellTooLong)
    }
}
