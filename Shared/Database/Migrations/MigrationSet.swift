import Crypto
package import Foundation

/// The numbered migrations of one owner (a service, or the tables that every service has): `0001_name.sql`, forward only.
package struct MigrationSet: Sendable {
    /// One file.
    struct Migration: Sendable {
        let version: Int
        let name: String
        let text: String

        var checksum: String { SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined() }
    }

    let name: String
    let migrations: [Migration]

    /// Reads the folder. Throws ``MigrationError`` for a file that is not named `NNNN_name.sql`, or a number that stands twice.
    package init(name: String, folder: URL) throws {
        self.name = name
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        migrations = try files.filter { $0.pathExtension == "sql" }.map(Self.read).sorted { $0.version < $1.version }
        for (earlier, later) in zip(migrations, migrations.dropFirst()) where earlier.version == later.version {
            throw MigrationError("\(name): \(earlier.name) and \(later.name) have the same number; give the newer one the next free number")
        }
    }

    private static func read(_ file: URL) throws -> Migration {
        let name = file.deletingPathExtension().lastPathComponent
        guard let version = Int(name.prefix(4)), name.dropFirst(4).first == "_" else {
            throw MigrationError("\(file.lastPathComponent) is not named NNNN_name.sql")
        }
        return Migration(version: version, name: name, text: try String(contentsOf: file, encoding: .utf8))
    }
}

/// Why the migrations were not run.
package struct MigrationError: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension MigrationSet {
    /// Ten characters that differ when any file differs.
    package var fingerprint: String {
        let all = migrations.map(\.checksum).joined()
        return SHA256.hash(data: Data(all.utf8)).prefix(5).map { String(format: "%02x", $0) }.joined()
    }
}
