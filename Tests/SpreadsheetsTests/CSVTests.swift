import Foundation
import Testing

@testable import Spreadsheets

@Suite struct CSVTests {
    /// In UTF-16, without a mark.
    private func littleEndian(_ text: String) -> [UInt8] {
        text.utf16.flatMap { (unit: UInt16) -> [UInt8] in [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)] }
    }

    private func texts(_ text: String) throws -> [[String]] { try rows(text).map { $0.cells.map(\.text) } }

    @Test(arguments: [",", ";", "\t"]) func separatorsAreRecognised(_ separator: String) throws {
        #expect(
            try texts("a\(separator)\"b,;\tb\"\(separator)c\n1\(separator)\(separator)3\n") == [["a", "b,;\tb", "c"], ["1", "", "3"]])
    }

    @Test func aFirstLineMayNameTheSeparator() throws {
        #expect(try rows("sep=;\r\na,;b\n") == [SpreadsheetRow(number: 1, cells: [.text("a,"), .text("b")])])
        #expect(try texts("sep=|\na|b") == [["a", "b"]])
    }

    @Test(arguments: ["\n", "\r\n", "\r"]) func lineEndsOfEveryKindEndARow(_ end: String) throws {
        let read = try rows("a,b\(end)\(end)\"1\(end)2\",3\(end)4")
        #expect(read.map(\.number) == [1, 3, 4])
        #expect(read.map { $0.cells.map(\.text) } == [["a", "b"], ["1\(end)2", "3"], ["4"]])
    }

    @Test func quotesAreReadAsTheStandardHasThem() throws {
        #expect(try texts("\"a \"\"b\"\"\",\"\",c\"d\n") == [["a \"b\"", "", "c\"d"]])
        #expect(fault(Array("a\n\"b\"c,d\n".utf8)) == SpreadsheetError(.badQuote, row: 2))
        #expect(fault(Array("a\n\"b\nc\nd".utf8)) == SpreadsheetError(.openQuote, row: 2))
    }

    @Test func encodingsWithAMarkAreRead() throws {
        let text = "Họ tên,Số\nNguyễn Thị Hường 𝄞,1\n"
        let expected = [["Họ tên", "Số"], ["Nguyễn Thị Hường 𝄞", "1"]]
        let little = littleEndian(text)
        let big = stride(from: 0, to: little.count, by: 2).flatMap { [little[$0 + 1], little[$0]] }
        let written: [[UInt8]] = [[0xEF, 0xBB, 0xBF] + Array(text.utf8), Array(text.utf8), [0xFF, 0xFE] + little, [0xFE, 0xFF] + big]
        for bytes in written {
            #expect(try rows(bytes).map { $0.cells.map(\.text) } == expected)
        }
        #expect(fault([0xFF, 0xFE, 0x61])?.fault == .unknownEncoding)
        #expect(fault([0xFF, 0xFE] + little.prefix(5) + [0x00, 0xDC])?.fault == .unknownEncoding)
    }

    /// Characters that pieces of 64 kB cut in two.
    @Test func longTextsAreReadWhole() throws {
        let name = "Nguyễn Thị Hường 𝄞"
        let text = "x" + (1...8_000).map { "\(name);\($0)" }.joined(separator: "\r\n")
        for bytes in [Array(text.utf8), [0xFF, 0xFE] + littleEndian(text)] {
            let read = try rows(bytes)
            #expect(read.count == 8_000 && read.dropFirst().allSatisfy { $0.cells == [.text(name), .text(String($0.number))] })
        }
    }

    @Test func marksApartAreComposed() throws {
        let apart = "Nguyễn Thị Hường".decomposedStringWithCanonicalMapping
        let text = try #require(rows(apart).first?[0].text)
        #expect(Array(text.utf8) == Array("Nguyễn Thị Hường".precomposedStringWithCanonicalMapping.utf8))
    }

    /// „Họ tên;Nguyễn Thị Hường“ as Windows wrote it before Unicode.
    @Test func windows1258IsReadWhereItIsVietnamese() throws {
        let bytes: [UInt8] = [
            0x48, 0x6F, 0xF2, 0x20, 0x74, 0xEA, 0x6E, 0x3B, 0x4E, 0x67, 0x75, 0x79, 0xEA, 0xDE, 0x6E, 0x20, 0x54, 0x68, 0x69, 0xF2, 0x20,
            0x48, 0xFD, 0xF5, 0xCC, 0x6E, 0x67,
        ]
        #expect(try rows(bytes).first?.cells.map(\.text) == ["Họ tên", "Nguyễn Thị Hường"])
    }

    @Test func otherEncodingsAreAskedAboutAndNotGuessed() {
        // „Nguyễn Thị“ in TCVN3, „Muñoz“ in windows-1252, a tone that stands alone, UTF-8 that breaks its promise.
        for bytes: [UInt8] in [
            Array("Nguy".utf8) + [0xD4] + Array("n Th".utf8) + [0xDE], Array("Mu".utf8) + [0xF1] + Array("oz".utf8), [0x61, 0x62, 0xEC],
            [0xEF, 0xBB, 0xBF, 0x61, 0xEA],
        ] {
            #expect(fault(bytes)?.fault == .unknownEncoding)
        }
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let fields = ["Họ, tên", "a\"b", "hai\ndòng", "-5", "=1+1", ""]
        let read = try texts(CSVLine.mark + CSVLine.of(fields) + CSVLine.of(["x"]))
        #expect(read == [["Họ, tên", "a\"b", "hai\ndòng", "-5", "'=1+1"], ["x"]])
    }

    @Test(arguments: ["=1+1", "+1", "-1", "@x", "\tx", "\rx"]) func aFormulaIsMadeHarmless(_ text: String) {
        #expect(SheetText.harmless(text) == "'" + text)
        #expect(SheetText.harmless("a" + text) == "a" + text)
        #expect(SheetText.plain(SheetText.harmless(text)) == text)
        #expect(SheetText.plain("'a") == "'a" && SheetText.plain("'") == "'" && SheetText.plain("") == "")
    }
}
