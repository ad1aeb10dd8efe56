import CRabbitMQ
import Glibc

/// Frames on their way out, gathered so that many of them take one system call. The library encodes what is in them.
///
/// (The library's own functions write each frame by itself: three system calls a message.)
final class FrameBuffer {
    private static let frameHeader = 7
    private static let frameEnd: UInt8 = 0xce

    private var storage = UnsafeMutableRawBufferPointer.allocate(byteCount: 131_072, alignment: 16)
    /// What is not written yet lies between these two.
    private var start = 0
    private var end = 0

    deinit {
        storage.deallocate()
    }

    var count: Int { end - start }

    /// `room`: at least as many bytes as the arguments take.
    func method(_ id: UInt32, _ arguments: UnsafeMutableRawPointer, room: Int, on channel: UInt16) throws {
        reserve(room + 4 + Self.frameHeader + 1)
        let payload = end + Self.frameHeader
        place(id, at: payload)
        let size = amqp_encode_method(id, arguments, amqp_bytes_t(len: room, bytes: storage.baseAddress.map { $0 + payload + 4 }))
        try AMQPConnection.check(size, "encode a method")
        close(AMQP_FRAME_METHOD, payload: 4 + Int(size), on: channel)
    }

    /// The header of a message of `bodySize` bytes. `room`: at least as many bytes as the properties take.
    func header(_ properties: inout amqp_basic_properties_t, bodySize: Int, room: Int, on channel: UInt16) throws {
        reserve(room + 12 + Self.frameHeader + 1)
        let payload = end + Self.frameHeader
        place(UInt16(AMQP_BASIC_CLASS), at: payload)
        place(UInt16(0), at: payload + 2)
        place(UInt64(bodySize), at: payload + 4)
        let encoded = amqp_bytes_t(len: room, bytes: storage.baseAddress.map { $0 + payload + 12 })
        let size = amqp_encode_properties(UInt16(AMQP_BASIC_CLASS), &properties, encoded)
        try AMQPConnection.check(size, "encode the properties of a message")
        close(AMQP_FRAME_HEADER, payload: 12 + Int(size), on: channel)
    }

    func body(_ bytes: UnsafeRawBufferPointer, frameMax: Int, on channel: UInt16) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = rest.prefix(frameMax - Self.frameHeader - 1)
            rest = rest.dropFirst(part.count)
            reserve(part.count + Self.frameHeader + 1)
            let payload = end + Self.frameHeader
            UnsafeMutableRawBufferPointer(rebasing: storage[payload..<payload + part.count])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: part))
            close(AMQP_FRAME_BODY, payload: part.count, on: channel)
        }
    }

    func heartbeat() {
        reserve(Self.frameHeader + 1)
        close(AMQP_FRAME_HEARTBEAT, payload: 0, on: 0)
    }

    /// Writes as much as the socket takes now. True when nothing is left.
    func write(to socket: Int32) throws -> Bool {
        while start < end {
            let sent = send(
                socket, storage.baseAddress.map { $0 + start }, end - start, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            if sent < 0 {
                if errno == EINTR { continue }
                if errno == EAGAIN { return false }
                throw BrokerError(.connectionLost, "Could not write: \(String(cString: strerror(errno))).")
            }
            start += sent
        }
        (start, end) = (0, 0)
        return true
    }

    // MARK: Bytes

    private func close(_ type: Int32, payload: Int, on channel: UInt16) {
        storage[end] = UInt8(type)
        place(channel, at: end + 1)
        place(UInt32(payload), at: end + 3)
        storage[end + Self.frameHeader + payload] = Self.frameEnd
        end += Self.frameHeader + payload + 1
    }

    private func place(_ number: some FixedWidthInteger, at offset: Int) {
        storage.storeBytes(of: number.bigEndian, toByteOffset: offset, as: type(of: number).self)
    }

    private func reserve(_ bytes: Int) {
        guard end + bytes > storage.count else { return }
        let unwritten = UnsafeRawBufferPointer(rebasing: storage[start..<end])
        if unwritten.count + bytes <= storage.count {
            storage.copyMemory(from: unwritten)
        } else {
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: (unwritten.count + bytes) * 2, alignment: 16)
            larger.copyMemory(from: unwritten)
            storage.deallocate()
            storage = larger
        }
        (start, end) = (0, unwritten.count)
    }
}
