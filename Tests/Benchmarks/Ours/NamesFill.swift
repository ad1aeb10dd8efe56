import Database
import Models

/// Draws invented people and copies them into tables that `Names/fill.sql` makes requests, parties and cases of: `names=` of them by frequencies as they
/// are, so that thousands share a whole name, then one more for each spelling that is missing until so many spellings are known as well.
struct NamesFill {
    private let names: Int

    init(_ words: Words) throws {
        names = try words.integer("names", otherwise: 2_000_000)
    }

    func run() async throws -> Report {
        let database = try Words.database(connections: 1)
        let measurement = Measurement()
        let keys = try await database.transaction(.none, statementTimeout: .seconds(600)) { transaction in
            var keys: Set<String> = []
            _ = try await transaction.copy(into: "drawn_people (number, name, name_key)", as: .binary) { writer in
                var people = DrawnNames(seed: 20_261_130)
                var number = 0
                while number < names || keys.count < names {
                    let name = number < names ? people.next() : people.rare()
                    let key = NameKey.fold(name)
                    guard keys.insert(key).inserted || number < names else { continue }
                    number += 1
                    try await writer.row(number, name, key)
                }
            }
            return keys
        }
        let kept = try await database.transaction(.none, statementTimeout: .seconds(600)) { transaction in
            try await transaction.copy(into: "drawn_names (key, traces)", as: .binary) { writer in
                for key in keys { try await writer.row(key, Spelling(key: key).kept) }
            }
        }
        return try measurement.report(count: kept)
    }
}

/// Names of people as they are drawn for a register: one of ten bears an everyday whole name, of which the first are many times as frequent as the last.
struct DrawnNames {
    private var names: MisspeltNames
    private let everyday: [String]

    init(seed: UInt64) {
        names = MisspeltNames(seed: seed)
        let families = ["Nguyễn", "Trần", "Lê", "Phạm"]
        let given = [
            ("Thị", ["Hương", "Lan", "Hoa", "Hằng", "Thủy", "Hà", "Nga", "Hồng", "Hạnh", "Huệ", "Mai", "Thảo", "Trang", "Liên", "Yến"]),
            (
                "Văn",
                ["Hùng", "Dũng", "Tuấn", "Minh", "Nam", "Sơn", "Thành", "Cường", "Bình", "Long", "Hải", "Tâm", "Đức", "Hoàng", "Quang"]
            ),
        ]
        everyday = families.flatMap { family in given.flatMap { middle, names in names.map { "\(family) \(middle) \($0)" } } }
    }

    mutating func next() -> String {
        guard Int.random(in: 0..<10, using: &names) == 0 else { return names.name() }
        let places = 0..<everyday.count
        return everyday[min(Int.random(in: places, using: &names), Int.random(in: places, using: &names))]
    }

    /// A name that is no everyday one.
    mutating func rare() -> String { names.name() }
}
