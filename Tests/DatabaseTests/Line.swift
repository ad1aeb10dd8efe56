import Foundation
import Glibc
import Synchronization

/// A socket of the test's own that forwards to the server's, and can be cut at an exact place.
final class Line: Sendable {
    /// What happens when the client sends a certain text.
    enum Cut: Sendable {
        /// It does not reach the server.
        case before(String)
        /// It reaches the server, which does it; nothing of its answer comes back.
        case after(String)
        /// The same, but what the server says before it has done all comes back: the first piece.
        case afterFirstAnswer(to: String)
        /// It does not reach the server, which is not told that the client has gone.
        case silently(at: String)
    }

    let folder: String
    let port = 5432
    private let target: String
    private let listening: Int32
    private let cut = Mutex<Cut?>(nil)
    private let open = Mutex<Set<Int32>>([])
    private let silent = Mutex<Set<Int32>>([])
    private let refuses = Atomic<Bool>(false)
    private let holds = Atomic<Bool>(false)
    private let passed = Atomic<Int>(0)

    /// Begins to listen, for the server whose socket lies in `folder`.
    init(to socket: (folder: String, port: Int)) throws {
        folder = "/tmp/line-\(UUID().uuidString.prefix(8))"
        target = "\(socket.folder)/.s.PGSQL.\(socket.port)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        listening = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let code = Self.withAddress("\(folder)/.s.PGSQL.5432") { bind(listening, $0, $1) }
        guard code == 0, listen(listening, 64) == 0 else { throw POSIXError(.EADDRINUSE) }
        Thread.detachNewThread { self.accept() }
    }

    /// Cuts at the next place like that, once.
    func cutNext(_ cut: Cut) {
        self.cut.withLock { $0 = cut }
    }

    /// Accepts what comes from now on, and says nothing to it.
    func holdNewConnections() {
        holds.store(true, ordering: .sequentiallyConsistent)
    }

    /// Closes what comes from now on at once, and what is there; or stops doing so.
    func refuse(_ refuses: Bool) {
        self.refuses.store(refuses, ordering: .sequentiallyConsistent)
        if refuses { cutAll() }
    }

    /// What is connected now is not forwarded any more, in neither direction, and nobody is told.
    func silence() {
        silent.withLock { $0.formUnion(open.withLock { $0 }) }
    }

    /// Cuts everything that is connected now.
    func cutAll() {
        open.withLock { for descriptor in $0 { shutdown(descriptor, Int32(SHUT_RDWR)) } }
    }

    /// Connections made so far.
    var connections: Int { passed.load(ordering: .sequentiallyConsistent) }

    /// Stops accepting.
    func close() {
        shutdown(listening, Int32(SHUT_RDWR))
        Glibc.close(listening)
        cutAll()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listening, nil, nil)
            guard client >= 0 else { return }
            if holds.load(ordering: .sequentiallyConsistent) {
                _ = open.withLock { $0.insert(client) }
                continue
            }
            if refuses.load(ordering: .sequentiallyConsistent) {
                passed.add(1, ordering: .sequentiallyConsistent)
                Glibc.close(client)
                continue
            }
            let server = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            guard Self.withAddress(target, { connect(server, $0, $1) }) == 0 else {
                Glibc.close(client)
                Glibc.close(server)
                continue
            }
            passed.add(1, ordering: .sequentiallyConsistent)
            open.withLock { $0.formUnion([client, server]) }
            let pair = Pair(client: client, server: server)
            Thread.detachNewThread { self.forward(pair, fromClient: true) }
            Thread.detachNewThread { self.forward(pair, fromClient: false) }
        }
    }

    private func forward(_ pair: Pair, fromClient: Bool) {
        let (from, to) = fromClient ? (pair.client, pair.server) : (pair.server, pair.client)
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(from, &buffer, buffer.count)
            guard count > 0 else { break }
            if silent.withLock({ $0.contains(from) }) { continue }
            if fromClient {
                if cuts(buffer[..<count], pair) { break }
            } else if pair.answersEnd() {
                break
            }
            guard Self.writeAll(buffer[..<count], to: to) else { break }
        }
        shutdown(pair.client, Int32(SHUT_RDWR))
        if !pair.keepsServer { shutdown(pair.server, Int32(SHUT_RDWR)) }
        if pair.isLast() {
            open.withLock { $0.subtract([pair.client, pair.server]) }
            silent.withLock { $0.subtract([pair.client, pair.server]) }
            Glibc.close(pair.client)
            Glibc.close(pair.server)
        }
    }

    /// Cuts if the time has come: true when the pair is to be closed.
    private func cuts(_ bytes: ArraySlice<UInt8>, _ pair: Pair) -> Bool {
        let due = cut.withLock { cut -> Cut? in
            let text: String
            switch cut {
            case .before(let word), .after(let word), .afterFirstAnswer(let word), .silently(let word): text = word
            case nil: return nil
            }
            guard Data(bytes).range(of: Data(text.utf8)) != nil else { return nil }
            defer { cut = nil }
            return cut
        }
        switch due {
        case nil: return false
        case .before: return true
        case .silently:
            pair.keepServer()
            return true
        case .after: pair.end(after: 0)
        case .afterFirstAnswer: pair.end(after: 1)
        }
        return false
    }

    private static func writeAll(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }

    /// A client and the server behind it.
    private final class Pair: Sendable {
        let client: Int32
        let server: Int32
        private let state = Mutex<(piecesLeft: Int?, ended: Int, keepsServer: Bool)>((nil, 0, false))

        init(client: Int32, server: Int32) {
            self.client = client
            self.server = server
        }

        /// The server's answers stop after so many pieces.
        func end(after pieces: Int) {
            state.withLock { $0.piecesLeft = pieces }
        }

        /// Whether a piece of the server's answer is not passed on any more.
        func answersEnd() -> Bool {
            state.withLock { state in
                guard let left = state.piecesLeft else { return false }
                state.piecesLeft = left - 1
                return left <= 0
            }
        }

        func keepServer() {
            state.withLock { $0.keepsServer = true }
        }

        var keepsServer: Bool { state.withLock { $0.keepsServer } }

        /// Whether both directions have ended.
        func isLast() -> Bool {
            state.withLock { state in
                state.ended += 1
                return state.ended == 2
            }
        }
    }
}
