/// How many working days an open case has been on record, at least and at most.
struct CaseAge: Hashable, Sendable {
    var least: Int?
    var most: Int?
}
