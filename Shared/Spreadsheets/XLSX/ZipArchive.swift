import CZip
import Foundation

/// The parts of a workbook, unpacked as they are read; the only user of libzip. Everything unpacked counts towards one limit.
final class ZipArchive {
    private let archive: OpaquePointer
    fileprivate var left: Int

    init(_ file: SpreadsheetFile, limits: SpreadsheetLimits) throws {
        var code: Int32 = 0
        let opened =
            switch file {
            case .bytes(let bytes): bytes.withUnsafeBytes { caunoi_zip_of_bytes($0.baseAddress, $0.count, &code) }
            case .file(let url): zip_open(url.path, ZIP_RDONLY, &code)
            }
        guard let opened else { throw SpreadsheetError(.damaged) }
        archive = opened
        left = limits.inflatedBytes
    }

    deinit {
        zip_discard(archive)
    }

    /// Whether there is a part of that name; names of parts are compared without case (ISO/IEC 29500-2, 6.2.2).
    func holds(_ name: String) -> Bool { zip_name_locate(archive, name, zip_flags_t(ZIP_FL_NOCASE)) >= 0 }

    /// A part to be read; nil where there is none of that name. Throws where it is encrypted, or says itself that it is too large.
    func part(_ name: String) throws -> ZipPart? {
        let index = zip_name_locate(archive, name, zip_flags_t(ZIP_FL_NOCASE))
        guard index >= 0 else { return nil }
        var facts = zip_stat_t()
        guard zip_stat_index(archive, zip_uint64_t(index), 0, &facts) == 0 else { throw SpreadsheetError(.damaged) }
        guard facts.encryption_method == 0 else { throw SpreadsheetError(.encrypted) }
        guard facts.size <= zip_uint64_t(max(left, 0)) else { throw SpreadsheetError(.tooLarge) }
        guard let file = zip_fopen_index(archive, zip_uint64_t(index), 0) else { throw SpreadsheetError(.damaged) }
        return ZipPart(file, of: self)
    }
}

/// One part of an archive, from its beginning to its end.
final class ZipPart {
    private let file: OpaquePointer
    /// Must outlive the part.
    private let archive: ZipArchive

    fileprivate init(_ file: OpaquePointer, of archive: ZipArchive) {
        self.file = file
        self.archive = archive
    }

    deinit {
        zip_fclose(file)
    }

    /// Unpacks up to `count` bytes. Returns how many; 0 at the end, whose checksum has been compared by then.
    func read(into buffer: UnsafeMutableRawPointer, count: Int) throws -> Int {
        let read = Int(zip_fread(file, buffer, zip_uint64_t(count)))
        guard read >= 0 else { throw SpreadsheetError(.damaged) }
        // What an archive says of its sizes need not be true.
        archive.left -= read
        guard archive.left >= 0 else { throw SpreadsheetError(.tooLarge) }
        return read
    }
}
