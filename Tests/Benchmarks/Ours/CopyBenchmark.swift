import Database
import Foundation
import Glibc
import Models

/// Rows copied into a table in one transaction: those of a text file, as `\copy` does it (`file=…`), or values of ours in binary (`rows=…`).
struct CopyBenchmark {
    let file: String
    let rows: Int

    init(_ words: Words) throws {
        file = words.text("file", otherwise: "")
        rows = try words.integer("rows", otherwise: 1_000_000)
    }

    func run() async throws -> Report {
        let database = try Words.database(connections: 1)
        // The connection is there before the clock starts.
        try await database.ping()
        let measurement = Measurement()
        let copied = try await database.transaction(.none, statementTimeout: .seconds(300)) { transaction in
            file.isEmpty ? try await copyValues(transaction) : try await copyFile(transaction)
        }
        let report = try measurement.report(count: copied)
        guard copied == rows else { throw BenchmarkError("\(copied) rows were copied, not \(rows)") }
        return report
    }

    private func copyFile(_ transaction: Transaction) async throws -> Int {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BenchmarkError("\(file) cannot be read (errno \(errno))") }
        defer { close(descriptor) }
        return try await transaction.copy(into: "copied (id, case_id, subject, opened_at)", as: .text) { writer in
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while case let count = read(descriptor, &buffer, buffer.count), count > 0 { try await writer.raw(buffer[..<count]) }
        }
    }

    private func copyValues(_ transaction: Transaction) async throws -> Int {
        let (id, now) = (UUID.v7(at: Date()), Date())
        return try await transaction.copy(into: "copied (id, case_id, subject, opened_at)", as: .binary) { writer in
            for number in 1...rows {
                try await writer.row(number, id, "Item number \(number), a boundary of land", now)
            }
        }
    }
}
