import Models
import Pages

extension CaseFilter {
    /// What the list's own address says of it, by name; what is not narrowed is left out.
    var parameters: [(name: String, value: String?)] {
        searchParameters + [
            ("status", state?.rawValue), ("need", need?.rawValue),
            ("form", form?.rawValue), ("field", field?.rawValue),
            ("category", category?.rawValue), ("complete", isComplete.map { String($0) }), ("age_from", age.least.map { String($0) }),
            ("age_to", age.most.map { String($0) }), ("stalled", stalled.map { String($0) }), ("open", open.map { String($0) }),
            ("helper", helper?.description), ("organisation", organisation?.description), ("province", province),
        ]
    }

    /// The query of the list's address; empty where nothing is narrowed.
    var query: String { String(Address.of("", parameters).dropFirst()) }
}
