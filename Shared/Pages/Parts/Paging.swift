/// The way through a long list: `parts/paging`. Lists go forward by a key, so there are a first and a next page, and no numbers.
package struct Paging: Part {
    let summary: String?
    let first: String?
    let next: String?

    /// - Parameters:
    ///   - summary: how much is shown, in words ("50 vụ việc").
    ///   - first: the address of the first page; nil on it.
    ///   - next: the address of the next page; nil on the last.
    package init(summary: String? = nil, first: String? = nil, next: String? = nil) {
        self.summary = summary
        self.first = first
        self.next = next
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "summary": summary
        case "first": first
        case "next": next
        case "links": first != nil || next != nil
        default: nil
        }
    }
}
