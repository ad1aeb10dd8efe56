import Foundation
import Glibc
import Models

/// The folder of the papers: `parts/<upload>` while they arrive, `store/<organisation>/<ab>/<sha256>` once they are kept. One content is kept
/// once within one organisation, and again for another: that a file is there already would tell one what another has.
/// Every copy of the service works on the same folder.
struct PaperFolder: Sendable {
    let disk: DiskThreads
    private let parts: String
    private let store: String
    private let bundles: String

    /// Makes the folders. Throws where they cannot be made.
    init(_ root: URL, disk: DiskThreads = DiskThreads()) throws {
        self.disk = disk
        parts = root.appending(path: "parts").path
        store = root.appending(path: "store").path
        bundles = root.appending(path: "bundles").path
        for folder in [parts, store, bundles] {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
    }

    /// The file of an upload, locked for the caller; nil where somebody else is at it. With `create` a missing one is made.
    func openPart(_ id: UploadID, create: Bool) async throws -> PartFile? {
        let file = try await PartFile.open(path(of: id), create: create, disk: disk)
        if create { try await syncFolder(parts) }
        return file
    }

    /// Bytes in the file of an upload; nil where it has none.
    func sizeOfPart(_ id: UploadID) async throws -> Int? { try await Self.size(path(of: id), disk: disk) }

    func removePart(_ id: UploadID) async throws {
        let path = path(of: id)
        try await disk.run {
            guard unlink(path) == 0 || errno == ENOENT else { throw DiskError("remove", path) }
        }
    }

    /// Every upload that has a file.
    func partsOnDisk() async throws -> [UploadID] {
        try await disk.run { [parts] in
            try FileManager.default.contentsOfDirectory(atPath: parts).compactMap { UploadID($0) }
        }
    }

    /// Moves the file of an upload to its lasting place, over the same content if that is there, and returns when the disk has it.
    func keep(_ id: UploadID, organisation: OrganisationID, sha256: String) async throws {
        let source = path(of: id)
        let place = storedPath(organisation: organisation, sha256: sha256)
        let folder = (place as NSString).deletingLastPathComponent
        try await disk.run { [store] in
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            guard rename(source, place) == 0 else { throw DiskError("rename", source) }
            for path in [folder, (folder as NSString).deletingLastPathComponent, store] { try Self.sync(path) }
        }
        try await syncFolder(parts)
    }

    /// Has the content that one organisation keeps kept for another too, and returns when the disk has it. Both keep it under a name of their own: neither's goes
    /// with the other's. Where it is there already, nothing changes.
    func share(_ sha256: String, of owner: OrganisationID, with other: OrganisationID) async throws {
        let source = storedPath(organisation: owner, sha256: sha256)
        let place = storedPath(organisation: other, sha256: sha256)
        let folder = (place as NSString).deletingLastPathComponent
        try await disk.run { [store] in
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            guard link(source, place) == 0 || errno == EEXIST else { throw DiskError("link", source) }
            for path in [folder, (folder as NSString).deletingLastPathComponent, store] { try Self.sync(path) }
        }
    }

    /// Bytes of a kept content; nil where there is none.
    func sizeOfStored(organisation: OrganisationID, sha256: String) async throws -> Int? {
        try await Self.size(storedPath(organisation: organisation, sha256: sha256), disk: disk)
    }

    /// Opens a kept content. Throws ``DiskError``.
    func openStored(organisation: OrganisationID, sha256: String) async throws -> StoredFile {
        try await StoredFile.open(storedPath(organisation: organisation, sha256: sha256), disk: disk)
    }

    /// A folder of its own for what is made of papers and sent at once; whoever asked for it removes it.
    func makeBundleFolder() async throws -> URL {
        let folder = URL(filePath: bundles, directoryHint: .isDirectory).appending(path: UUID().uuidString, directoryHint: .isDirectory)
        try await disk.run {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        }
        return folder
    }

    /// Removes the folders of bundles that were left by a service which was killed, once they are older than `age` seconds.
    func sweepBundles(olderThan age: Double, now: Date) async throws {
        try await disk.run { [bundles] in
            for name in try FileManager.default.contentsOfDirectory(atPath: bundles) {
                let path = "\(bundles)/\(name)"
                let made = try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
                if let made, now.timeIntervalSince(made) > age { try? FileManager.default.removeItem(atPath: path) }
            }
        }
    }

    private func path(of id: UploadID) -> String { "\(parts)/\(id)" }

    /// Where a kept content lies.
    func storedPath(organisation: OrganisationID, sha256: String) -> String {
        "\(store)/\(organisation)/\(sha256.prefix(2))/\(sha256)"
    }

    private func syncFolder(_ path: String) async throws {
        try await disk.run { try Self.sync(path) }
    }

    private static func sync(_ folder: String) throws {
        let descriptor = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw DiskError("open", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw DiskError("sync", folder) }
    }

    private static func size(_ path: String, disk: DiskThreads) async throws -> Int? {
        try await disk.run {
            let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
            guard descriptor >= 0 else {
                if errno == ENOENT { return nil }
                throw DiskError("open", path)
            }
            defer { close(descriptor) }
            return try FileReading.size(descriptor, path: path)
        }
    }
}
