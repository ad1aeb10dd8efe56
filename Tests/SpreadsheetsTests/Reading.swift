import CZip
import Foundation
import Testing

@testable import Spreadsheets

/// All rows of a file.
func rows(_ bytes: [UInt8], _ limits: SpreadsheetLimits = SpreadsheetLimits()) throws -> [SpreadsheetRow] {
    try all(SpreadsheetReader(bytes: bytes, limits: limits))
}

func rows(_ text: String) throws -> [SpreadsheetRow] { try rows(Array(text.utf8)) }

func all(_ reader: SpreadsheetReader) throws -> [SpreadsheetRow] {
    var rows: [SpreadsheetRow] = []
    while let row = try reader.next() { rows.append(row) }
    return rows
}

/// Why a file is refused, and at which row; nil where it is not.
func fault(_ bytes: [UInt8], _ limits: SpreadsheetLimits = SpreadsheetLimits()) -> SpreadsheetError? {
    do {
        _ = try rows(bytes, limits)
        return nil
    } catch {
        return error as? SpreadsheetError
    }
}

/// A file that lies beside the tests.
func file(_ name: String) throws -> URL {
    try #require(Bundle.module.url(forResource: "Files", withExtension: nil)).appending(path: name)
}

/// A workbook part by part, for what no spreadsheet program writes.
struct HandMadeWorkbook {
    static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    var parts: [String: String] = [
        "_rels/.rels": """
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
        <Relationship Id="a" Type="\(relations)/officeDocument" Target="xl/workbook.xml"/></Relationships>
        """,
        "xl/workbook.xml": """
        <workbook xmlns="\(main)" xmlns:r="\(relations)"><sheets><sheet name="A" sheetId="1" r:id="b"/></sheets></workbook>
        """,
        "xl/_rels/workbook.xml.rels": """
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
        <Relationship Id="b" Type="\(relations)/worksheet" Target="worksheets/sheet1.xml"/></Relationships>
        """,
    ]
    var password: String?

    /// - Parameter rows: what stands inside of `<sheetData>`.
    init(_ rows: String, before: String = "") {
        parts["xl/worksheets/sheet1.xml"] = "\(before)<worksheet xmlns=\"\(Self.main)\"><sheetData>\(rows)</sheetData></worksheet>"
    }

    func bytes() throws -> [UInt8] {
        let path = FileManager.default.temporaryDirectory.appending(path: "caunoi-\(UUID()).xlsx").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let archive = try #require(zip_open(path, ZIP_CREATE, nil))
        for (name, text) in parts.sorted(by: { $0.key < $1.key }) {
            let bytes = Array(text.utf8)
            let copy = try #require(malloc(max(bytes.count, 1)))
            memcpy(copy, bytes, bytes.count)
            let source = try #require(zip_source_buffer(archive, copy, zip_uint64_t(bytes.count), 1))
            let index = zip_file_add(archive, name, source, 0)
            if let password { zip_file_set_encryption(archive, zip_uint64_t(index), zip_uint16_t(ZIP_EM_AES_256), password) }
        }
        guard zip_close(archive) == 0 else { throw CocoaError(.fileWriteUnknown) }
        return [UInt8](try Data(contentsOf: URL(filePath: path)))
    }
}
