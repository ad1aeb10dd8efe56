/// The six services; the name is also the database schema, the login role and the broker user.
package enum ServiceName: String, CaseIterable, Codable, Sendable {
    case portal, intake, assignment, attachments, notifications, reporting

    /// The name of its executable.
    package var executable: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}
