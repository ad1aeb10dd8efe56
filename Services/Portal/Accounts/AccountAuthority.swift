import Database
import Directory
import Models
import ServiceKit

/// Which accounts somebody gives and withdraws: the Cục those of the country, the Sở those of its province's centres and participating organisations,
/// a centre those of its own people and its branches' (circular 12/2018/TT-BTP, Điều 11a.1b, 11a.2, 11a.3). Nobody makes their equals.
struct AccountAuthority: Sendable {
    let identity: Identity

    /// The roles that may be given.
    var roles: [Role] {
        switch identity.reach(.keepAccounts) {
        case .organisation: [.helper, .staff, .branchLeader, .leader]
        case .province: [.helper, .leader, .administrator, .organisation]
        case .country:
            identity.role == .system
                ? Role.allCases.filter { $0 != .program }
                : [.helper, .staff, .branchLeader, .leader, .administrator, .organisation, .province]
        case .own, .branches, .participating, nil: []
        }
    }

    /// Whether an account of that role and place is this caller's to keep.
    ///
    /// - Parameter organisation: the account's, where its role has one.
    func keeps(_ role: Role, at organisation: Organisation?) -> Bool {
        guard roles.contains(role) else { return false }
        if role == .organisation, organisation?.kind.isParticipating != true { return false }
        switch identity.reach(.keepAccounts) {
        case .country: return true
        case .organisation: return organisation.map(isOwn) ?? false
        case .province:
            guard let organisation, organisation.province == identity.province else { return false }
            // The staff of a centre is the centre's to keep.
            return role == .helper ? organisation.kind.isParticipating : true
        case .own, .branches, .participating, nil: return false
        }
    }

    /// Whether a token is this caller's to withdraw, or a program's key to make and withdraw: what speaks for a role that they give, or for a program
    /// where they keep accounts.
    func keepsToken(of role: Role, at organisation: Organisation?) -> Bool {
        if identity.role == .system { return true }
        guard role == .program else { return keeps(role, at: organisation) }
        return switch identity.reach(.keepAccounts) {
        case .country: true
        case .organisation: organisation.map(isOwn) ?? false
        case .province: organisation.map { $0.province == identity.province } ?? false
        case .own, .branches, .participating, nil: false
        }
    }

    private func isOwn(_ organisation: Organisation) -> Bool {
        organisation.id == identity.organisation || (organisation.parent != nil && organisation.parent == identity.organisation)
    }
}

extension Transaction {
    /// What is written from here on is on behalf of somebody who keeps accounts: the database holds it to their reach as well (`keeper_reaches`, in
    /// the migrations).
    func keepAccounts(for identity: Identity) {
        later("select set_config('app.keeper', \(identity.scope.text), true)")
    }
}
