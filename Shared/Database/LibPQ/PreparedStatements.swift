import CPostgreSQL

/// The statements that one connection has prepared: each text is parsed once a connection, as long as it is in use.
struct PreparedStatements {
    /// More would only fill the server's memory: the one that has rested longest makes room.
    static let limit = 500

    /// By the marks of their texts; several where the same text was used with values of different types.
    private var known: [Int: [PreparedStatement]] = [:]
    private var count = 0
    private var next = 0
    private var uses = 0
    /// What the server still has though nobody will use it: it goes with the next statement that is prepared.
    private var retired: [PreparedStatement] = []

    /// Sends `statement`, preparing it first where it is new. The steps to expect answers for are added; false where libpq refused.
    mutating func send(_ statement: Statement, at index: Int, on connection: OpaquePointer, steps: inout [Exchange.Step]) -> Bool {
        uses += 1
        let mark = statement.text.mark
        if let prepared = known[mark]?.first(where: { $0.text == statement.text && statement.parameters.haveTypes($0.types) }) {
            prepared.lastUse = uses
            steps.append(.query(index, prepared))
            return statement.parameters.withPointers { count, values, lengths, formats in
                PQsendQueryPrepared(connection, prepared.name, count, values, lengths, formats, 1) == 1
            }
        }
        if count == Self.limit, let oldest = known.values.joined().min(by: { $0.lastUse < $1.lastUse }) {
            retire(oldest)
        }
        // In a transaction that has failed it would be refused, and a rollback behind it skipped.
        if PQtransactionStatus(connection) != PQTRANS_INERROR, !deallocateRetired(on: connection, steps: &steps) { return false }
        let types = statement.parameters.entries.map(\.type)
        let prepared = PreparedStatement(name: "s\(next)", text: statement.text, types: types)
        prepared.lastUse = uses
        next += 1
        count += 1
        known[mark, default: []].append(prepared)
        steps += [.prepare(prepared), .query(index, prepared)]
        guard PQsendPrepare(connection, prepared.name, prepared.text.string, Int32(types.count), types) == 1 else { return false }
        return statement.parameters.withPointers { count, values, lengths, formats in
            PQsendQueryPrepared(connection, prepared.name, count, values, lengths, formats, 1) == 1
        }
    }

    private mutating func deallocateRetired(on connection: OpaquePointer, steps: inout [Exchange.Step]) -> Bool {
        for resting in retired {
            steps.append(.deallocate(resting))
            guard PQsendQueryParams(connection, "deallocate \(resting.name)", 0, nil, nil, nil, nil, 1) == 1 else { return false }
        }
        retired = []
        return true
    }

    /// The server has not prepared it after all. False where nobody would have used it any more.
    @discardableResult
    mutating func forget(_ prepared: PreparedStatement) -> Bool {
        let mark = prepared.text.mark
        guard let index = known[mark]?.firstIndex(where: { $0 === prepared }) else { return false }
        known[mark]?.remove(at: index)
        if known[mark]?.isEmpty == true { known[mark] = nil }
        count -= 1
        return true
    }

    /// It has rested longest, or what the server has prepared is out of date.
    mutating func retire(_ prepared: PreparedStatement) {
        if forget(prepared) { retired.append(prepared) }
    }

    /// The server was told to let go of it, and has not.
    mutating func keepRetired(_ prepared: PreparedStatement) {
        retired.append(prepared)
    }
}

extension Parameters {
    /// Lends the values as libpq wants them: pointers (null for null), lengths, and formats (1 is binary).
    fileprivate func withPointers(
        _ send: (Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Bool
    ) -> Bool {
        let count = entries.count
        return bytes.withUnsafeBytes { block in
            withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { values in
                withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * count) { numbers in
                    for (index, entry) in entries.enumerated() {
                        let value = block.baseAddress.map { $0.advanced(by: max(0, entry.start)).assumingMemoryBound(to: CChar.self) }
                        values.initializeElement(at: index, to: entry.start < 0 ? nil : value)
                        numbers.initializeElement(at: index, to: Int32(entry.length))
                        numbers.initializeElement(at: count + index, to: entry.isBinary ? 1 : 0)
                    }
                    let lengths = UnsafePointer(numbers.baseAddress)
                    return send(Int32(count), UnsafePointer(values.baseAddress), lengths, lengths?.advanced(by: count))
                }
            }
        }
    }
}
