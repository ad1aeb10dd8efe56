/// Writes the rows of a COPY into the server. Rows are gathered and go out together; a slow server slows the writer.
package struct CopyWriter: ~Copyable {
    /// What is gathered before it goes out.
    private static let chunk = 65_536

    private let connection: Connection
    private let transfer: CopyTransfer
    private let format: CopyFormat
    private var bytes: [UInt8] = []

    init(_ transfer: CopyTransfer, on connection: Connection, format: CopyFormat) {
        self.connection = connection
        self.transfer = transfer
        self.format = format
        bytes.reserveCapacity(Self.chunk + 8_192)
        if format == .binary { bytes += CopyFormat.binaryHeader }
    }

    /// Writes a row of a binary COPY. The values' types must be those of the columns: nothing is converted.
    package mutating func row<each Value: Bindable>(_ values: repeat each Value) async throws {
        precondition(format == .binary, "values go into a binary COPY")
        let start = bytes.count
        var count: Int16 = 0
        bytes.append(bigEndian: count)
        for value in repeat each values {
            bytes.append(withLength: value)
            count += 1
        }
        bytes[start] = UInt8(truncatingIfNeeded: count >> 8)
        bytes[start + 1] = UInt8(truncatingIfNeeded: count)
        if bytes.count >= Self.chunk { try await send() }
    }

    /// Writes a row of a text COPY; nil is null. The server reads each value as the column's type.
    package mutating func text(_ values: String?...) async throws {
        precondition(format == .text, "texts go into a text COPY")
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: "\t")) }
            CopyFormat.append(value, to: &bytes)
        }
        bytes.append(UInt8(ascii: "\n"))
        if bytes.count >= Self.chunk { try await send() }
    }

    /// Writes bytes that are in the COPY's format already: of a file, say. Rows may be cut anywhere.
    package mutating func raw(_ more: some Sequence<UInt8>) async throws {
        bytes += more
        if bytes.count >= Self.chunk { try await send() }
    }

    /// Sends what is left, and what ends the rows.
    mutating func end() async throws {
        if format == .binary { bytes.append(bigEndian: Int16(-1)) }
        try await send()
    }

    private mutating func send() async throws {
        guard !bytes.isEmpty else { return }
        try Task.checkCancellation()
        let chunk = bytes
        bytes = []
        bytes.reserveCapacity(Self.chunk + 8_192)
        try await connection.step(of: transfer, cancellable: true) { $0.put(chunk, $1) }
    }
}
