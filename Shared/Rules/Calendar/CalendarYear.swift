package import Models

/// The days off of one year, and the weekend days worked in exchange.
package struct CalendarYear: ReadablePack {
    package let head: PackHead
    package let holidays: [Holiday]
    /// Weekend days that are worked.
    package let worked: Set<LegalDate>

    package var year: Int { validFrom.year }

    init(head: PackHead, from entry: inout PackEntry) throws {
        self.head = head
        guard (head.validFrom.month, head.validFrom.day) == (1, 1) else {
            throw entry.value.error("a year's days begin on 1 January", "Set valid_from to 1 January of the year.")
        }
        holidays = try entry.required("off").entries { try Holiday(from: &$0) }
        worked = Set(try entry.optional("worked")?.list { try $0.date() } ?? [])
        let days = holidays.flatMap { [$0.from, $0.to] } + worked
        guard days.allSatisfy({ $0.year == head.validFrom.year }), holidays.allSatisfy({ $0.from <= $0.to }) else {
            throw entry.value.error("a day off lies in another year or ends before it begins", "Correct “off” and “worked” of this year.")
        }
    }
}

/// Ngày nghỉ lễ, tết: one or more days off.
package struct Holiday: Hashable, Sendable, Codable {
    package let from: LegalDate
    package let to: LegalDate
    package let title: LocalizedText
    package let confirmed: Bool
    package let source: String?

    init(from entry: inout PackEntry) throws {
        from = try entry.date("from")
        to = try entry.date("to")
        title = try entry.localized("title")
        confirmed = try entry.confirmed()
        source = try entry.optional("source")?.text()
    }
}
