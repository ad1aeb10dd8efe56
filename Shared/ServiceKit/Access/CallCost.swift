/// What is costly, and how often within a minute one account may ask for it: far more than a person does, far less than would keep others waiting
/// (OWASP ASVS 5.0, V2.4.1).
package enum CallCost: String, CaseIterable, Sendable {
    /// A list, with whatever is looked for in it.
    case search
    /// A whole list, or all papers of a case, as a file.
    case export
    /// A sheet that is laid out as PDF.
    case print
    /// A form that is counted.
    case report
    /// An upload that begins.
    case upload

    package var perMinute: Int {
        switch self {
        case .search: 1_200
        case .export: 30
        case .print: 60
        case .report: 30
        case .upload: 600
        }
    }
}
