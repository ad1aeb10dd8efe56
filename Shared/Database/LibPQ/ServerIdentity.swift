/// Which session on which server a connection is.
struct ServerIdentity: Sendable {
    let processID: Int32
    /// The timeline of the server's log: another after a standby was promoted, when numbers of transactions may mean others. Empty on a standby.
    let timeline: String
    /// Changes whenever the server had to recover from a crash: the numbers of transactions that were under way then are given out again. (It is
    /// since when the server keeps its statistics, which it begins anew after a crash; resetting them by hand only looks like one.)
    let incarnation: String
}
