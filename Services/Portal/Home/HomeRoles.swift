import Models

/// Roles who find the same on their home page.
extension Set<Role> {
    /// Who works at a centre or a branch, helpers aside.
    static let centre: Self = [.staff, .branchLeader, .leader, .administrator]
    static let overseers: Self = [.province, .ministry]
}
