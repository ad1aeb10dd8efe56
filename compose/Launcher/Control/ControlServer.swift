import Foundation
import Synchronization

/// Hears commands for the running supervisor, on threads of its own.
final class ControlServer: Sendable {
    private let path: String
    private let descriptor: Int32
    private let answer: @Sendable (ControlRequest) async -> ControlAnswer

    init(path: String, answer: @escaping @Sendable (ControlRequest) async -> ControlAnswer) throws {
        self.path = path
        self.answer = answer
        descriptor = try ControlSocket.listen(at: path)
        let thread = Thread { [self] in acceptAll() }
        thread.name = "control"
        thread.start()
    }

    /// Hears no more.
    func close() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        unlink(path)
    }

    private func acceptAll() {
        while true {
            let connection = accept(descriptor, nil, nil)
            if connection < 0, errno == EINTR || errno == ECONNABORTED { continue }
            guard connection >= 0 else { break }
            _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
            Thread.detachNewThread { [self] in serve(connection) }
        }
        Glibc.close(descriptor)
    }

    /// One request, one answer. A caller that says nothing for 5 s is let go.
    private func serve(_ connection: Int32) {
        var patience = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let line = ControlSocket.readLine(connection)
        guard let request = try? JSONDecoder().decode(ControlRequest.self, from: line) else {
            Glibc.close(connection)
            return
        }
        Task {
            let answer = await answer(request)
            let data = (try? JSONEncoder().encode(answer)) ?? Data()
            Thread.detachNewThread {
                ControlSocket.writeLine(data, to: connection)
                Glibc.close(connection)
            }
        }
    }
}
