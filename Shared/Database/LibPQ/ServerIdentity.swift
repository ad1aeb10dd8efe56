/// Which session on which server a connection is.
struct ServerIdentity: Sendable {
    let processID: Int32
    /// The timeline of the server's log: another after a standby was promoted, when numbers of transactions may mean others. Empty on a standby.
    let timeline: String
}
