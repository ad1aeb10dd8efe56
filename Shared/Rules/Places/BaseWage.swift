/// Mức lương cơ sở: what pay for helpers is reckoned from (Decree 144/2017, Điều 13).
package struct BaseWage: ReadablePack {
    package let head: PackHead
    /// Đồng a month.
    package let dongPerMonth: Int

    init(head: PackHead, from entry: inout PackEntry) throws {
        self.head = head
        dongPerMonth = try entry.integer("dong_per_month")
    }
}
