import Database
import Directory
import Models
import Outbox
import ServiceKit

/// Gives accounts, changes them and takes them back, each within its keeper's authority, with its line in the history and on the audit trail. What an
/// account can do no more, its sessions and tokens cannot do from then on.
struct KeepAccount: Sendable {
    let accounts: AccountStore
    let helpers: HelperStore
    let directory: Directory
    let sessions: Sessions
    let waysIn: WaysIn
    let links: IssueLink
    let tell: TellAccount
    let outbox: Outbox
    let clock: WallClock

    /// A new account, whose person is sent a link. Throws 422 for what is taken or missing, 403 outside of the authority.
    func enter(_ draft: AccountDraft, by identity: Identity, _ actor: AuditActor, in transaction: Transaction) async throws -> AccountID {
        try await require(draft, for: identity, in: transaction)
        guard draft.email != nil else { throw Self.missing("/email") }
        let now = clock.now
        let id = AccountID(at: now)
        try await refusingTaken { try await accounts.add(draft, id: id, password: nil, at: now, in: transaction) }
        guard let account = try await tell(.entered, id, by: actor, in: transaction) else { throw Problem.notFound() }
        try await links.send(.invitation, to: account, by: actor, in: transaction)
        return id
    }

    /// Another name, address, role or place. Where that makes it another person's, nothing that its former holder has opens it, and the new one is
    /// invited (circular 12/2018/TT-BTP, Điều 11a.5b). Throws 409 where nobody would be left who runs the system.
    func change(
        _ id: AccountID, to draft: AccountDraft, version: Int, by identity: Identity, _ actor: AuditActor, in transaction: Transaction
    )
        async throws
    {
        let account = try await open(id, for: identity, in: transaction)
        guard account.version == version else { throw Problem.preconditionFailed() }
        try await require(draft, for: identity, in: transaction)
        if draft.role != .system { try await refuseLastSystem(account, in: transaction) }
        let isHandedOn = draft.isAnotherPerson(than: account)
        if isHandedOn { try await waysIn.close(account, by: actor, in: transaction) }
        try await refusingTaken {
            try await accounts.change(
                account, to: draft, password: isHandedOn ? nil : account.password, active: account.active, at: clock.now, in: transaction)
        }
        if isHandedOn || !draft.hasRights(of: account) { try await sessions.endAll(of: id, outbox: outbox, in: transaction) }
        let changed = try await tell(.changed, id, by: actor, fields: draft.changes(of: account), in: transaction)
        // What was mailed to the old address, or to whoever had the account, opens nothing any more.
        guard let changed, isHandedOn || changed.email != account.email else { return }
        links.withdraw(id, in: transaction)
        if changed.active, changed.password == nil { try await links.send(.invitation, to: changed, by: actor, in: transaction) }
    }

    /// Closes an account; nothing where it is closed already. Throws 409 where nobody would be left who runs the system.
    func close(
        _ id: AccountID, because reason: String?, by identity: Identity, _ actor: AuditActor, in transaction: Transaction
    ) async throws {
        let account = try await open(id, for: identity, in: transaction)
        guard account.active else { return }
        try await close(account, as: .deactivated, because: reason, by: actor, in: transaction)
    }

    /// Opens an account again; nothing where it is open already. Whoever has no password is invited. Throws 409 where it may not be opened: its
    /// helper is in the register no more, works elsewhere, or has another account; or another account has its sign-in name and the note gives none.
    func revive(
        _ id: AccountID, _ note: KeeperNote, by identity: Identity, _ actor: AuditActor, in transaction: Transaction
    ) async throws {
        let account = try await open(id, for: identity, in: transaction)
        guard !account.active else { return }
        if let helper = account.helper {
            guard try await helpers.find(helper, in: transaction)?.organisation == account.organisation else { throw Self.hasLeft }
            let others = try await accounts.find(helper: helper, in: transaction)
            guard !others.contains(where: \.active) else { throw Self.hasAnother }
        }
        guard account.password != nil || account.email != nil else { throw Self.unreachable }
        if note.login == nil, try await isLoginGone(account, in: transaction) { throw Self.loginGone }
        let draft = try named(note.login, account)
        try await refusingTaken {
            try await accounts.change(account, to: draft, password: account.password, active: true, at: clock.now, in: transaction)
        }
        try await sessions.endAll(of: id, outbox: outbox, in: transaction)
        let fields = draft.changes(of: account)
        let revived = try await tell(.revived, id, by: actor, because: note.reason, fields: fields, in: transaction)
        if let revived, revived.password == nil { try await links.send(.invitation, to: revived, by: actor, in: transaction) }
    }

    /// Whether somebody else has been given the sign-in name of a closed account.
    func isLoginGone(_ account: Account, in transaction: Transaction) async throws -> Bool {
        guard !account.active else { return false }
        return try await accounts.find(login: account.login, in: transaction)?.active == true
    }

    private func named(_ login: String?, _ account: Account) throws -> AccountDraft {
        do {
            return try AccountDraft(account, login: login)
        } catch is AccountError {
            throw Problem.validation([Self.badLogin])
        }
    }

    /// Its own person gives it back to the organisation (circular 12/2018/TT-BTP, Điều 11a.5b): from then on nothing that they have opens it. Throws
    /// 409 where nobody would be left who runs the system.
    func handBack(_ id: AccountID, because reason: String?, _ actor: AuditActor, in transaction: Transaction) async throws {
        guard let account = try await accounts.find(id, locked: true, in: transaction), account.active else { throw Problem.notFound() }
        try await close(account, as: .handedBack, because: reason, by: actor, in: transaction)
    }

    /// Sends its person a link once more.
    func sendLink(_ id: AccountID, by identity: Identity, _ actor: AuditActor, in transaction: Transaction) async throws {
        let account = try await open(id, for: identity, in: transaction)
        guard account.active else {
            throw Problem.conflict(Bilingual(vi: "Tài khoản đang bị khóa.", en: "The account is closed."))
        }
        guard account.email != nil else { throw Self.missing("/email") }
        try await links.send(account.password == nil ? .invitation : .password, to: account, by: actor, in: transaction)
    }

    /// Signs its person out everywhere: what an account is left with whose person lost a machine, say.
    func endSessions(
        _ id: AccountID, because reason: String?, by identity: Identity, _ actor: AuditActor, in transaction: Transaction
    ) async throws {
        let account = try await open(id, for: identity, in: transaction)
        try await sessions.endAll(of: id, outbox: outbox, in: transaction)
        try accounts.record(.sessionsEnded, of: account, by: actor, because: reason, at: clock.now, in: transaction)
    }

    /// For whoever has lost the app and the recovery codes: the next sign-in sets up another. Throws 404 where there is none.
    func removeSecondFactor(
        of id: AccountID, because reason: String?, by identity: Identity, _ actor: AuditActor,
        in transaction: Transaction
    ) async throws {
        let account = try await open(id, for: identity, in: transaction)
        guard try await SecondFactor.remove(id, in: transaction) else { throw Problem.notFound() }
        try await sessions.endAll(of: id, outbox: outbox, in: transaction)
        try accounts.record(.secondFactorRemoved, of: account, by: actor, because: reason, at: clock.now, in: transaction)
    }

    /// What the register of helpers says of them holds for their accounts: whether they are there, where, and their name. Not the mail address: who
    /// keeps the register would have the links for a password sent to themselves. The account's page shows where the two differ.
    func follow(_ helper: HelperChanged, in transaction: Transaction) async throws {
        for account in try await accounts.find(helper: helper.helper, in: transaction) where account.active {
            guard helper.active else {
                try await close(account, as: .helperLeft, because: nil, by: .portal, in: transaction)
                continue
            }
            let draft = try AccountDraft(
                login: account.login, displayName: helper.fullName, email: account.email, role: account.role,
                organisation: helper.organisation, helper: helper.helper)
            if account.organisation != helper.organisation {
                try await accounts.change(account, to: draft, password: account.password, active: true, at: clock.now, in: transaction)
                try await sessions.endAll(of: account.id, outbox: outbox, in: transaction)
                try await tell(.helperMoved, account.id, by: .portal, fields: draft.changes(of: account), in: transaction)
            } else if account.displayName != helper.fullName {
                try await accounts.change(account, to: draft, password: account.password, active: true, at: clock.now, in: transaction)
                try await tell(.changed, account.id, by: .portal, fields: draft.changes(of: account), in: transaction)
            }
        }
    }

    /// An account that is this caller's to keep, locked until the commit. Throws 404.
    func open(_ id: AccountID, for identity: Identity, in transaction: Transaction) async throws -> Account {
        transaction.keepAccounts(for: identity)
        guard id.description != identity.subject, let account = try await accounts.find(id, locked: true, in: transaction),
            try await keeps(account, identity, in: transaction)
        else { throw Problem.notFound() }
        return account
    }

    /// Whether an account is this caller's to keep: never their own.
    func keeps(_ account: Account, _ identity: Identity, in transaction: Transaction) async throws -> Bool {
        guard account.id.description != identity.subject else { return false }
        let place = try await place(account.organisation, in: transaction)
        return AccountAuthority(identity: identity).keeps(account.role, at: place)
    }

    private func require(_ draft: AccountDraft, for identity: Identity, in transaction: Transaction) async throws {
        transaction.keepAccounts(for: identity)
        let place = try await place(draft.organisation, in: transaction)
        guard AccountAuthority(identity: identity).keeps(draft.role, at: place) else { throw Problem.forbidden() }
        guard draft.organisation == nil || place != nil else { throw Self.missing("/organisation") }
        guard let id = draft.helper else { return }
        guard let helper = try await helpers.find(id, in: transaction), helper.organisation == draft.organisation else {
            throw Self.notOfThePlace
        }
    }

    /// The organisation of an account, where it has one that is known here.
    func place(_ id: OrganisationID?, in transaction: Transaction) async throws -> Organisation? {
        guard let id else { return nil }
        return try await directory.organisation(id, in: transaction)
    }

    private func close(
        _ account: Account, as what: AccountEvent.What, because reason: String?, by actor: AuditActor, in transaction: Transaction
    ) async throws {
        try await refuseLastSystem(account, in: transaction)
        let isHandedBack = what == .handedBack
        if isHandedBack {
            try await waysIn.close(account, by: actor, in: transaction)
        } else {
            try await waysIn.disconnect(account, by: actor, in: transaction)
        }
        try await accounts.change(
            account, to: try AccountDraft(account), password: isHandedBack ? nil : account.password, active: false, at: clock.now,
            in: transaction)
        try await sessions.endAll(of: account.id, outbox: outbox, in: transaction)
        links.withdraw(account.id, in: transaction)
        try await tell(what, account.id, by: actor, because: reason, in: transaction)
    }

    private func refuseLastSystem(_ account: Account, in transaction: Transaction) async throws {
        guard account.role == .system else { return }
        // Two that go at once are seen one after the other.
        transaction.later("select pg_advisory_xact_lock(hashtextextended('portal.system-accounts', 0))")
        if try await accounts.isLast(account, in: transaction) { throw Self.lastSystem }
    }

    /// Throws 422 where the login, or the helper, has an account.
    private func refusingTaken(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as DatabaseError where error.isUniqueViolation(of: "accounts_login_once") {
            throw Self.taken
        } catch let error as DatabaseError where error.isUniqueViolation(of: "accounts_helper_once") {
            throw Self.helperTaken
        } catch let error as DatabaseError where error.constraint == "accounts_login_plain" {
            // What lower case is differs for a few letters between here and there.
            throw Problem.validation([Self.badLogin])
        }
    }
}
