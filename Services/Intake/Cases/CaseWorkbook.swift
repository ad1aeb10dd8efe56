import Dispatch
import Foundation
import Spreadsheets

/// A workbook of any number of rows, written into a file that is gone with it.
// Sendable: all that changes is touched on the queue alone, or before and after anybody else has it.
final class CaseWorkbook: @unchecked Sendable {
    private let queue = DispatchQueue(label: "case workbook")
    private let path = FileManager.default.temporaryDirectory.appending(path: "caunoi-\(UUID().uuidString).xlsx").path
    private let title: String
    private let heads: [String]
    private let workbook: Workbook
    private var row = 0
    private var sheets = 1
    private var handle: FileHandle?

    /// Rows that a sheet takes (ECMA-376).
    private static let longest = 1_048_576
    private static let piece = 65_536

    init(title: String, heads: [String]) throws {
        self.title = String(title.prefix(24))
        self.heads = heads
        workbook = try Workbook(path: path, sheet: self.title, isStreamed: true)
        begin()
    }

    deinit {
        try? handle?.close()
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Adds rows; where a sheet is full, a new one begins.
    func add(_ lines: [[String]]) async throws {
        try await onQueue { [self] in
            for line in lines {
                if row == Self.longest {
                    sheets += 1
                    try workbook.begin(sheet: "\(title) (\(sheets))")
                    begin()
                }
                for (column, text) in line.enumerated() { workbook.write(text, at: row, column) }
                row += 1
            }
        }
    }

    /// Writes the file; nothing may be added from then on.
    func close() async throws {
        try await onQueue { [self] in
            try workbook.close()
            handle = try FileHandle(forReadingFrom: URL(filePath: path))
        }
    }

    /// The next piece of the closed file; nil at its end.
    func read() async throws -> Data? {
        try await onQueue { [self] in
            guard let piece = try handle?.read(upToCount: Self.piece), !piece.isEmpty else { return nil }
            return piece
        }
    }

    private func begin() {
        workbook.setWidth(22, columns: 0...(heads.count - 1))
        for (column, head) in heads.enumerated() { workbook.write(head, at: 0, column, Workbook.Look(isBold: true)) }
        row = 1
    }

    private func onQueue<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: body)) }
        }
    }
}
