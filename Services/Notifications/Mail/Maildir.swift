import Foundation
import Glibc

/// A Maildir (https://cr.yp.to/proto/maildir.html): each mail a file, whole or not there. A mail's file is called after its id, so that one
/// which is laid down again after a crash takes its own place.
struct Maildir: MailTransport {
    let lanes = 8
    let patience = 15
    private let folder: String
    private let threads: MailThreads

    init(folder: URL) {
        self.folder = folder.path(percentEncoded: false)
        threads = MailThreads(count: 8)
    }

    func send(_ message: MailMessage, attempt: Int) async throws(MailFault) {
        do {
            try await threads.run { try lay(message, isRepeat: attempt > 1) }
        } catch {
            throw .passing("\(error)")
        }
    }

    private func lay(_ message: MailMessage, isRepeat: Bool) throws {
        let name = "\(message.id).caunoi"
        try prepare()
        if isRepeat, try hasBeenRead(name) { return }
        let draft = path("tmp/\(name).\(getpid())")
        try write(message.text(lineEnd: "\n"), to: draft)
        guard rename(draft, path("new/\(name)")) == 0 else { throw DiskFault("rename", draft) }
        try syncFolder(path("new"))
    }

    private func prepare() throws {
        for part in ["", "tmp", "new", "cur"] where mkdir(path(part), 0o700) != 0 && errno != EEXIST {
            throw DiskFault("mkdir", path(part))
        }
    }

    /// Whether a mail reader has moved the file on, with its flags after the name.
    private func hasBeenRead(_ name: String) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: path("cur")).contains { $0.hasPrefix(name) }
    }

    private func write(_ text: String, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DiskFault("open", path) }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else { throw DiskFault("write", path) }
            rest = rest.dropFirst(written)
        }
        guard fsync(descriptor) == 0 else { throw DiskFault("fsync", path) }
    }

    private func syncFolder(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw DiskFault("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw DiskFault("fsync", path) }
    }

    private func path(_ part: String) -> String { folder.hasSuffix("/") ? folder + part : "\(folder)/\(part)" }
}

/// A call to the disk that failed.
struct DiskFault: Error, CustomStringConvertible {
    let description: String

    /// To be made at once: it reads `errno`.
    init(_ call: String, _ path: String) {
        description = "\(call) of \(path) failed: \(String(cString: strerror(errno)))"
    }
}
