import Foundation

/// Speaks with the supervisor of a data folder.
struct ControlClient: Sendable {
    let folder: DataFolder

    /// Its answer; nil where no supervisor listens. Waits `patience` seconds at most.
    func ask(_ request: ControlRequest, patience: Int = 30) async throws -> ControlAnswer? {
        guard let state = StateFile.read(folder), state.supervisor.isAlive else { return nil }
        let line = try JSONEncoder().encode(request)
        let data: Data? = try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try Self.exchange(line, at: state.controlSocket, patience: patience) })
            }
        }
        guard let data, !data.isEmpty else { return nil }
        return try JSONDecoder().decode(ControlAnswer.self, from: data)
    }

    private static func exchange(_ line: Data, at path: String, patience: Int) throws -> Data? {
        guard let connection = try ControlSocket.connect(to: path) else { return nil }
        defer { close(connection) }
        var limit = timeval(tv_sec: patience, tv_usec: 0)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        ControlSocket.writeLine(line, to: connection)
        return ControlSocket.readLine(connection)
    }
}
