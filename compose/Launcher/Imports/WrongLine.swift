/// A line of an old register that cannot become a case, as the API tells of it.
struct WrongLine: Decodable, Sendable {
    struct Fault: Decodable, Sendable {
        struct Message: Decodable, Sendable { let en: String }

        /// What stands above the cell; nil where it is the line that is wrong.
        let heading: String?
        let value: String?
        let message: Message
    }

    let row: Int
    let problems: [Fault]

    /// A line for each of its faults.
    var words: String {
        problems.map { fault in
            let cell = [fault.heading, fault.value.map { "“\($0)”" }].compactMap(\.self).joined(separator: " ")
            return "  row \(row): \(cell.isEmpty ? "" : cell + ": ")\(fault.message.en)"
        }
        .joined(separator: "\n")
    }
}
