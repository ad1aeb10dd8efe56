package import Foundation

/// Reads the first visible sheet of a workbook (XLSX, ISO/IEC 29500) or a file of separated values (CSV, RFC 4180) row by row, in the memory of a
/// few rows however long it is. Which of the two it is, its bytes say and not its name.
///
/// Works on files: not to be called on a thread of Swift concurrency. Not to be shared between threads. Errors are ``SpreadsheetError``.
package final class SpreadsheetReader {
    private let source: any RowSource

    /// - Parameter bytes: the whole file.
    package convenience init(bytes: [UInt8], limits: SpreadsheetLimits = SpreadsheetLimits()) throws {
        try self.init(.bytes(bytes), limits)
    }

    /// - Parameter file: on this machine.
    package convenience init(file: URL, limits: SpreadsheetLimits = SpreadsheetLimits()) throws {
        try self.init(.file(file), limits)
    }

    private init(_ file: SpreadsheetFile, _ limits: SpreadsheetLimits) throws {
        guard try file.size() <= limits.fileBytes else { throw SpreadsheetError(.tooLarge) }
        switch try FileKind.of(file) {
        case .archive: source = try WorkbookFile.firstSheet(of: try ZipArchive(file, limits: limits), limits)
        case .text: source = try CSVRows(file, limits)
        }
    }

    /// The next row that holds something; nil at the end.
    package func next() throws -> SpreadsheetRow? { try source.next() }
}

/// Where a spreadsheet lies.
enum SpreadsheetFile {
    case bytes([UInt8])
    case file(URL)

    /// In bytes.
    func size() throws -> Int {
        switch self {
        case .bytes(let bytes): bytes.count
        case .file(let url): try url.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
        }
    }

    /// The whole of it, of a file without reading it all into memory.
    func mapped() throws -> Data {
        switch self {
        case .bytes(let bytes): Data(bytes)
        case .file(let url): try Data(contentsOf: url, options: .mappedIfSafe)
        }
    }

    /// From the beginning, piece by piece.
    func pieces() throws -> FilePieces {
        switch self {
        case .bytes(let bytes): FilePieces(bytes: bytes)
        case .file(let url): FilePieces(handle: try FileHandle(forReadingFrom: url))
        }
    }
}

/// The bytes of a file in pieces of 64 kB.
struct FilePieces {
    static let size = 65_536
    private var bytes: ArraySlice<UInt8> = []
    private var handle: FileHandle?

    init(bytes: [UInt8]) { self.bytes = bytes[...] }
    init(handle: FileHandle) { self.handle = handle }

    /// Nil at the end.
    mutating func next() throws -> [UInt8]? {
        if let handle {
            guard let data = try handle.read(upToCount: Self.size), !data.isEmpty else { return nil }
            return [UInt8](data)
        }
        guard !bytes.isEmpty else { return nil }
        defer { bytes = bytes.dropFirst(Self.size) }
        return Array(bytes.prefix(Self.size))
    }
}
