import Foundation

/// What the kernel says of this process.
enum ProcessFigures {
    /// Kilobytes in memory now (proc(5), statm).
    static func residentMemory() throws -> Double {
        let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        guard fields.count > 1, let pages = Double(fields[1]) else { throw BenchmarkError("/proc/self/statm cannot be read") }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE))) / 1_024
    }

    /// Open descriptors.
    static func descriptors() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    }
}
