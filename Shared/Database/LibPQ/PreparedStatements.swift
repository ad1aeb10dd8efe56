import CPostgreSQL

/// The statements that one connection has prepared: each text is parsed once a connection.
struct PreparedStatements {
    struct Key: Hashable {
        let text: String
        let types: [UInt32]
    }

    /// More would only fill the server's memory: statements past this number are sent without preparing.
    private static let limit = 500

    private var names: [Key: String] = [:]
    private var next = 0

    /// Sends `statement`, preparing it first where it is new. The steps to expect answers for; nil where libpq refused.
    mutating func send(_ statement: Statement, on connection: OpaquePointer) -> [Running.Step]? {
        let key = Key(text: statement.text, types: statement.parameters.map(\.type))
        if let name = names[key] {
            return query(statement, named: name, on: connection) ? [.query(statement.text)] : nil
        }
        guard names.count < Self.limit else {
            return query(statement, named: nil, on: connection) ? [.query(statement.text)] : nil
        }
        let name = "s\(next)"
        next += 1
        guard PQsendPrepare(connection, name, statement.text, Int32(key.types.count), key.types) == 1 else { return nil }
        return query(statement, named: name, on: connection)
            ? [.prepare(key, name: name, text: statement.text), .query(statement.text)] : nil
    }

    /// The server has prepared it.
    mutating func confirm(_ key: Key, name: String) {
        names[key] = name
    }

    /// Sends a query with its values; answers come in binary.
    private func query(_ statement: Statement, named name: String?, on connection: OpaquePointer) -> Bool {
        let parameters = statement.parameters
        // One block for all values, each ended by a zero byte (text values are read as C strings).
        var block: [UInt8] = []
        var offsets: [Int?] = []
        for parameter in parameters {
            offsets.append(parameter.bytes.map { _ in block.count })
            if let bytes = parameter.bytes { block += bytes + [0] }
        }
        let lengths = parameters.map { Int32($0.bytes?.count ?? 0) }
        let formats = parameters.map { Int32($0.isBinary ? 1 : 0) }
        return block.withUnsafeBytes { raw in
            let base = raw.bindMemory(to: CChar.self).baseAddress
            let values = offsets.map { offset -> UnsafePointer<CChar>? in offset.flatMap { base?.advanced(by: $0) } }
            if let name {
                return PQsendQueryPrepared(connection, name, Int32(values.count), values, lengths, formats, 1) == 1
            }
            let types = parameters.map(\.type)
            return PQsendQueryParams(connection, statement.text, Int32(values.count), types, values, lengths, formats, 1) == 1
        }
    }
}
