import Foundation

/// What the kernel says of this process (`/proc/self`), under Prometheus' usual names.
enum ProcessMetrics {
    /// When this process began, as far as it knows.
    private static let start = Date().timeIntervalSince1970

    /// Fixes ``start``; called once at the beginning.
    static func begin() {
        _ = start
    }

    static func exposition() -> String {
        var text = "# TYPE process_start_time_seconds gauge\nprocess_start_time_seconds \(start)\n"
        if let bytes = residentBytes { text += "# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes \(bytes)\n" }
        if let seconds = processorSeconds { text += "# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total \(seconds)\n" }
        if let count = openFiles { text += "# TYPE process_open_fds gauge\nprocess_open_fds \(count)\n" }
        return text
    }

    private static var residentBytes: Int? {
        let fields = contents("/proc/self/statm")?.split(separator: " ")
        guard let fields, fields.count > 1, let pages = Int(fields[1]) else { return nil }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// Fields 14 and 15 of stat(5), counted after the command's closing bracket.
    private static var processorSeconds: Double? {
        guard let stat = contents("/proc/self/stat"), let bracket = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[bracket...].split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else { return nil }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private static var openFiles: Int? {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count
    }

    private static func contents(_ path: String) -> String? {
        try? String(contentsOfFile: path, encoding: .utf8)
    }
}
