import Foundation

/// Figures by their names, the same that the peers print.
struct Report: Sendable {
    let figures: [String: Double]

    /// One line of JSON on the standard output.
    func print() throws {
        let line = try JSONSerialization.data(withJSONObject: figures, options: .sortedKeys)
        Swift.print(String(decoding: line, as: UTF8.self))
    }
}
