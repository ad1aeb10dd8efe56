import Foundation

/// Remembers until when the cases of a seed reach, so that a repeat draws the same ones; in the data folder.
struct SampleJournal: Codable {
    /// How long the services know a repeated call for what it is (CONTRACT: 7 days, less an hour to be safe).
    private static let memory: TimeInterval = 7 * 86_400 - 3_600

    /// The end of each seed's cases, by seed and number of centres.
    private var ends: [String: Date] = [:]

    /// The end for these options: the one of an earlier run, or now. Throws `LaunchError` where that run is too long ago to be told apart.
    static func end(seed: UInt64, centres: Int, now: Date, in folder: DataFolder) throws -> Date {
        let path = "\(folder.path)/samples.json"
        let data = FileManager.default.contents(atPath: path) ?? Data()
        var journal = (try? JSONDecoder().decode(SampleJournal.self, from: data)) ?? SampleJournal()
        let key = "\(seed)/\(centres)"
        if let end = journal.ends[key] {
            guard now.timeIntervalSince(end) < memory else {
                throw LaunchError(
                    "cases of seed \(seed) for \(centres) centres were entered on \(end.formatted(.iso8601)), and a repeat is known for 7 days",
                    remedy: "give another --seed: its cases come on top")
            }
            return end
        }
        let end = Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded(.down))
        journal.ends[key] = end
        try PrivateFile.write(JSONEncoder().encode(journal), to: path)
        return end
    }
}
