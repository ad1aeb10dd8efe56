import CZip
import Foundation
import Models

/// Writes a dossier as a ZIP file with libzip, which copies each paper from disk to disk, a piece at a time: papers are packed already, so they are stored
/// as they are; ZIP64 where they need it; names in UTF-8, as Windows, macOS and Linux read them.
struct DossierZip {
    struct Member: Sendable {
        let name: String
        let path: String
        let date: Date
    }

    /// Throws ``DossierError`` where a paper cannot be read or the disk is full.
    static func write(_ members: [Member], to path: String) throws {
        var code: Int32 = 0
        guard let archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code) else { throw DossierError("open", "libzip \(code)") }
        do {
            for member in members { try add(member, to: archive) }
        } catch {
            zip_discard(archive)
            throw error
        }
        guard zip_close(archive) == 0 else {
            let error = failure("close", archive)
            zip_discard(archive)
            throw error
        }
    }

    private static func add(_ member: Member, to archive: OpaquePointer) throws {
        guard let source = zip_source_file(archive, member.path, 0, -1) else { throw failure("read", archive) }
        let index = zip_file_add(archive, member.name, source, zip_flags_t(ZIP_FL_ENC_UTF_8))
        guard index >= 0 else {
            zip_source_free(source)
            throw failure("add", archive)
        }
        guard zip_set_file_compression(archive, zip_uint64_t(index), ZIP_CM_STORE, 0) == 0,
            zip_file_set_mtime(archive, zip_uint64_t(index), time_t(member.date.timeIntervalSince1970), 0) == 0
        else { throw failure("describe", archive) }
    }

    private static func failure(_ what: String, _ archive: OpaquePointer) -> DossierError {
        DossierError(what, String(cString: zip_strerror(archive)))
    }
}

/// Why a dossier could not be put together.
struct DossierError: Error, CustomStringConvertible {
    let what: String
    let reason: String

    init(_ what: String, _ reason: String) {
        self.what = what
        self.reason = reason
    }

    var description: String { "dossier, \(what): \(reason)" }
}
