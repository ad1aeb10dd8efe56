extension Transaction {
    /// Copies rows into a table, and returns how many. An error of `write`, or a cancelled task, makes the server forget them all.
    ///
    ///     try await transaction.copy(into: "notes (id, text)", as: .binary) { rows in
    ///         for note in notes { try await rows.row(note.id, note.text) }
    ///     }
    /// - Parameter target: the table and its columns, from the program itself: never from outside.
    @discardableResult
    package func copy(
        into target: StaticString, as format: CopyFormat, _ write: (inout CopyWriter) async throws -> Void
    ) async throws -> Int {
        let transfer = try await begin(copy: "copy \(target) from stdin\(format.clause)")
        noteWriting()
        var writer = CopyWriter(transfer, on: connection, format: format)
        do {
            try await write(&writer)
            try await writer.end()
            try Task.checkCancellation()
        } catch {
            _ = try? await connection.step(of: transfer, cancellable: false) { $0.finish(failing: "the client gave up", $1) }
            throw error
        }
        return try await ending(transfer) { $0.finish(failing: nil, $1) }
    }

    /// Copies the rows of a table or query out of the server, and hands them to `read` in the format asked for. What `read` leaves is
    /// thrown away.
    ///
    ///     try await transaction.copy(from: "(select id, text from notes)", as: .text) { rows in
    ///         for try await lines in rows { file.write(lines) }
    ///     }
    /// - Parameter source: the table and its columns, or a query in parentheses, from the program itself: never from outside.
    package func copy<Value: Sendable>(
        from source: StaticString, as format: CopyFormat, _ read: (CopyReader) async throws -> Value
    ) async throws -> Value {
        let transfer = try await begin(copy: "copy \(source) to stdout\(format.clause)")
        do {
            let value = try await read(CopyReader(transfer, on: connection))
            try await abandon(transfer, stopping: false)
            return value
        } catch {
            try? await abandon(transfer, stopping: true)
            throw error
        }
    }

    private func begin(copy text: String) async throws -> CopyTransfer {
        try Task.checkCancellation()
        try await flush()
        return try await connection.copy(text, limit: statementTimeout)
    }

    private func ending(
        _ transfer: CopyTransfer, _ end: @escaping @Sendable (CopyTransfer, UnsafeContinuation<Int, any Error>) -> Void
    ) async throws -> Int {
        do {
            return try await connection.step(of: transfer, cancellable: true, end)
        } catch let error as DatabaseError where error.sqlState == "57014" && Task.isCancelled {
            throw CancellationError()
        }
    }

    /// Ends a COPY out of the server that may not have been read to its end.
    private func abandon(_ transfer: CopyTransfer, stopping: Bool) async throws {
        _ = try await connection.step(of: transfer, cancellable: false) { $0.abandon(stopping: stopping, $1) }
    }
}
