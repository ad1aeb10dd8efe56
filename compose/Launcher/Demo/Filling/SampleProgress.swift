import Foundation

/// How far a stage has come: a bar that moves on a terminal, a line now and then elsewhere.
struct SampleProgress {
    private let what: String
    private let total: Int
    private let isTerminal: Bool
    private let began = ContinuousClock.now
    private var shown: ContinuousClock.Instant
    private var done = 0

    init(_ what: String, of total: Int, isTerminal: Bool = isatty(1) == 1) {
        self.what = what
        self.total = total
        self.isTerminal = isTerminal
        shown = began
    }

    /// So many more are done.
    mutating func step(_ count: Int = 1) {
        done += count
        let now = ContinuousClock.now
        guard done < total, now - shown >= (isTerminal ? .milliseconds(100) : .seconds(5)) else { return }
        shown = now
        show()
    }

    /// The stage is over.
    func finish() {
        show()
        if isTerminal { print() }
    }

    private func show() {
        let line = Self.line(what, done: done, of: total, after: ContinuousClock.now - began, withBar: isTerminal)
        print(isTerminal ? "\r\(line)\u{1B}[K" : line, terminator: isTerminal ? "" : "\n")
        fflush(nil)
    }

    /// `cases      [#####.....]  500/1000  212/s  3 s left`
    static func line(_ what: String, done: Int, of total: Int, after passed: Duration, withBar: Bool) -> String {
        let seconds = max(0.001, Double(passed.components.seconds) + Double(passed.components.attoseconds) * 1e-18)
        let rate = Double(done) / seconds
        let full = total == 0 ? 30 : done * 30 / total
        let bar = withBar ? "[\(String(repeating: "#", count: full))\(String(repeating: ".", count: 30 - full))] " : ""
        let rest = done < total && rate > 0 ? "\(duration(Double(total - done) / rate)) left" : "in \(duration(seconds))"
        return "  \(what.padded(to: 14)) \(bar)\(done)/\(total)  \(Int(rate.rounded()))/s  \(rest)"
    }

    private static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        return whole < 120 ? "\(whole) s" : "\(whole / 60) min"
    }
}
