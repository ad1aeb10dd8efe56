/// What is asked of a connection in one round trip, and who waits for the answers.
struct Exchange: Sendable {
    enum Work: Sendable {
        /// Statements in the pipeline, ended by a sync: the first that fails keeps the later ones from running.
        case pipeline([Statement])
        /// Several statements in one text without values (migrations), by the simple protocol.
        case script(String)
    }

    let work: Work
    /// Called once, on the reactor's thread: with one answer a statement, or with the first error.
    let complete: @Sendable (Result<[ResultSet], DatabaseError>) -> Void
}
