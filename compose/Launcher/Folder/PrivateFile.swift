import Foundation

/// Files that their owner alone may read, and that are there whole or not at all.
enum PrivateFile {
    /// Writes to a new file of mode 0600 beside `path`, then puts it in its place.
    static func write(_ data: Data, to path: String) throws {
        let draft = "\(path).new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw LaunchError("\(draft) cannot be written: \(systemReason(errno))") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: data)
        try handle.synchronize()
        guard rename(draft, path) == 0 else { throw LaunchError("\(path) cannot be put in place: \(systemReason(errno))") }
    }

    static func write(_ text: String, to path: String) throws {
        try write(Data(text.utf8), to: path)
    }
}
