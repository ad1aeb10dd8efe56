import Foundation

/// A Unix socket's address and the reading and writing of lines, with blocking calls: only for threads of one's own.
enum ControlSocket {
    /// A socket listening at `path`, for its owner alone.
    static func listen(at path: String) throws -> Int32 {
        unlink(path)
        let descriptor = try make()
        let bound = try withAddress(path) { bind(descriptor, $0, $1) }
        guard bound == 0, chmod(path, 0o600) == 0, Glibc.listen(descriptor, 16) == 0 else {
            let code = errno
            close(descriptor)
            throw LaunchError("the control socket \(path) cannot be opened: \(systemReason(code))")
        }
        return descriptor
    }

    /// A socket connected to the one at `path`; nil where nobody listens.
    static func connect(to path: String) throws -> Int32? {
        let descriptor = try make()
        if try withAddress(path, { Glibc.connect(descriptor, $0, $1) }) == 0 { return descriptor }
        close(descriptor)
        return nil
    }

    /// Reads to the end of the line or of the stream, a megabyte at most.
    static func readLine(_ descriptor: Int32) -> Data {
        var line = Data()
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while line.count < 1 << 20 {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            line.append(contentsOf: buffer[..<count])
            if buffer[..<count].contains(10) { break }
        }
        return line
    }

    /// Writes a line; one who has gone is no error.
    static func writeLine(_ data: Data, to descriptor: Int32) {
        var rest = Array(data + [10])[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private static func make() throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw LaunchError("no socket: \(systemReason(errno))") }
        return descriptor
    }

    private static func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) throws -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw LaunchError("the path of the control socket is too long: \(path)")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }
}
