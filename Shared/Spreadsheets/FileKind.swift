import Foundation

/// What a file is by its first bytes.
enum FileKind {
    case archive, text

    /// Throws for what is known and not read, with what to do about it.
    static func of(_ file: SpreadsheetFile) throws -> FileKind {
        var pieces = try file.pieces()
        guard let first = try pieces.next() else { throw SpreadsheetError(.empty) }
        if first.starts(with: [0x50, 0x4B]) { return .archive }
        if first.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) { throw try compoundFile(file) }
        let isUTF16 = first.starts(with: [0xFF, 0xFE]) || first.starts(with: [0xFE, 0xFF])
        // Pictures, PDF and other programs' files hold zeros, text does not; pages and other markup are text of another kind.
        guard isUTF16 || !first.contains(0), !first.starts(with: Array("%PDF".utf8)), !isMarkup(first) else {
            throw SpreadsheetError(.notASpreadsheet)
        }
        return .text
    }

    /// An OLE compound file ([MS-CFB]): a workbook of Excel 97–2003, or the envelope of one that a password protects ([MS-OFFCRYPTO] 2.3.4).
    private static func compoundFile(_ file: SpreadsheetFile) throws -> SpreadsheetError {
        let name = Data("EncryptedPackage".utf16.flatMap { [UInt8(truncatingIfNeeded: $0), 0] })
        return SpreadsheetError(try file.mapped().range(of: name) == nil ? .oldFormat : .encrypted)
    }

    private static func isMarkup(_ bytes: [UInt8]) -> Bool {
        let text = bytes.drop { [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D].contains($0) }
        return text.first == UInt8(ascii: "<")
    }
}
