import Models

/// Tokens for the calls of `caunoi demo`: of the system for the registers, of each organisation's head for its cases.
actor SampleTokens {
    /// Always the same caller, so that repeats are known as such from one run to the next.
    private static let program = "caunoi demo"

    private let folder: DataFolder
    private var issued: [OrganisationID: Task<String, any Error>] = [:]

    init(folder: DataFolder) {
        self.folder = folder
    }

    nonisolated func system() async throws -> String {
        try await Self.token(.system, nil, folder)
    }

    /// The token of whoever decides at an organisation.
    func head(of organisation: OrganisationID, _ kind: OrganisationKind) async throws -> String {
        let task =
            issued[organisation]
            ?? Task { [folder] in
                let role: Role = kind == .centre ? .leader : kind == .branch ? .branchLeader : .organisation
                return try await Self.token(role, organisation, folder)
            }
        issued[organisation] = task
        return try await task.value
    }

    private static func token(_ role: Role, _ organisation: OrganisationID?, _ folder: DataFolder) async throws -> String {
        try await TokenIssue(role: role, organisation: organisation, lifetime: TokenIssue.longestLife, program: program).token(in: folder)
    }
}
