import Database
import Directory
import Foundation
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

    /// Another name, address, role or place.
    func change(
        _ id: AccountID, to draft: AccountDraft, version: Int, by identity: Identity, _ actor: AuditActor, in transaction: Transaction
    )
        async throws
    {
        let account = try await open(id, for: identity, in: transaction)
        guard account.version == version else { throw Problem.preconditionFailed() }
        try await require(draft, for: identity, in: transaction)
        try await refusingTaken {
            try await accounts.change(
                account, to: draft, password: account.password, active: account.active, at: clock.now, in: transaction)
        }
        if !draft.hasRights(of: account) { try await sessions.endAll(of: id, outbox: outbox, in: transaction) }
        let changed = try await tell(.changed, id, by: actor, in: transaction)
        // What was mailed to the old address opens nothing any more.
        guard let changed, changed.email != account.email else { return }
        links.withdraw(id, in: transaction)
        if changed.active, changed.password == nil { try await links.send(.invitation, to: changed, by: actor, in: transaction) }
    }

    /// Closes an account, or opens it again; nothing where it is so already. Throws 409 where it may not be opened: its helper is in the register no
    /// more, works elsewhere, or has another account.
    func set(
        active: Bool, _ id: AccountID, because reason: String?, by identity: Identity, _ actor: AuditActor, in transaction: Transaction
    )
        async throws
    {
        let account = try await open(id, for: identity, in: transaction)
        guard account.active != active else { return }
        if active, let helper = account.helper {
            guard try await helpers.find(helper, in: transaction)?.organisation == account.organisation else { throw Self.hasLeft }
            let others = try await accounts.find(helper: helper, in: transaction)
            guard !others.contains(where: \.active) else { throw Self.hasAnother }
        }
        try await put(account, active: active, as: active ? .revived : .deactivated, because: reason, by: actor, in: transaction)
    }

    /// Its own person gives it back to the organisation (circular 12/2018/TT-BTP, Điều 11a.5b).
    func handBack(_ id: AccountID, because reason: String?, _ actor: AuditActor, in transaction: Transaction) async throws {
        guard let account = try await accounts.find(id, locked: true, in: transaction), account.active else { throw Problem.notFound() }
        try await put(account, active: false, as: .handedBack, because: reason, by: actor, in: transaction)
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
    func remove(
        _ secondFactor: SecondFactor, of id: AccountID, because reason: String?, by identity: Identity, _ actor: AuditActor,
        in transaction: Transaction
    ) async throws {
        let account = try await open(id, for: identity, in: transaction)
        guard try await secondFactor.remove(id, in: transaction) else { throw Problem.notFound() }
        try await sessions.endAll(of: id, outbox: outbox, in: transaction)
        try accounts.record(.secondFactorRemoved, of: account, by: actor, because: reason, at: clock.now, in: transaction)
    }

    /// What the register of helpers says of them holds for their accounts: whether they are there, where, and their name. Not the mail address: who
    /// keeps the register would have the links for a password sent to themselves. The account's page shows where the two differ.
    func follow(_ helper: HelperChanged, in transaction: Transaction) async throws {
        for account in try await accounts.find(helper: helper.helper, in: transaction) where account.active {
            guard helper.active else {
                try await put(account, active: false, as: .helperLeft, because: nil, by: .portal, in: transaction)
                continue
            }
            let draft = try AccountDraft(
                login: account.login, displayName: helper.fullName, email: account.email, role: account.role,
                organisation: helper.organisation, helper: helper.helper)
            if account.organisation != helper.organisation {
                try await accounts.change(account, to: draft, password: account.password, active: true, at: clock.now, in: transaction)
                try await closed(account.id, as: .helperMoved, because: nil, by: .portal, in: transaction)
            } else if account.displayName != helper.fullName {
                try await accounts.change(account, to: draft, password: account.password, active: true, at: clock.now, in: transaction)
                try await tell(.changed, account.id, by: .portal, in: transaction)
            }
        }
    }

    /// An account that is this caller's to keep, locked until the commit. Throws 404.
    func open(_ id: AccountID, for identity: Identity, in transaction: Transaction) async throws -> Account {
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

    private func put(
        _ account: Account, active: Bool, as what: AccountEvent.What, because reason: String?, by actor: AuditActor,
        in transaction: Transaction
    ) async throws {
        let draft = try AccountDraft(account)
        try await accounts.change(account, to: draft, password: account.password, active: active, at: clock.now, in: transaction)
        try await closed(account.id, as: what, because: reason, by: actor, in: transaction)
    }

    private func closed(
        _ id: AccountID, as what: AccountEvent.What, because reason: String?, by actor: AuditActor, in transaction: Transaction
    ) async throws {
        try await sessions.endAll(of: id, outbox: outbox, in: transaction)
        let changed = try await tell(what, id, by: actor, because: reason, in: transaction)
        if changed?.active == false { links.withdraw(id, in: transaction) }
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

    static let badLogin = FieldError(
        "/login", code: "bad_login",
        message: Bilingual(vi: "Tên đăng nhập cần 3–200 ký tự.", en: "A sign-in name has 3 to 200 characters."))

    private static func missing(_ pointer: JSONPointer) -> Problem { Problem.validation([FieldError(pointer, .required)]) }

    /// A helper's account is of the helper's own organisation.
    private static let notOfThePlace = Problem.validation([
        FieldError(
            "/helper", code: "not_here",
            message: Bilingual(vi: "Người này không thuộc tổ chức đã chọn.", en: "This person is not of the chosen organisation."))
    ])

    private static let helperTaken = Problem.validation([
        FieldError(
            "/helper", code: "taken",
            message: Bilingual(vi: "Người thực hiện này đã có tài khoản.", en: "This helper has an account."))
    ])

    private static let hasLeft = Problem.conflict(
        Bilingual(
            vi: "Người thực hiện của tài khoản này không còn trong danh sách của tổ chức. Hãy sửa danh sách người thực hiện trước.",
            en: "The helper of this account is in the organisation's register no more. Mend the register of helpers first."))

    private static let hasAnother = Problem.conflict(
        Bilingual(
            vi: "Người thực hiện này đã có một tài khoản khác đang mở.", en: "This helper has another account, which is open."))

    private static let taken = Problem.validation([
        FieldError(
            "/login", code: "taken",
            message: Bilingual(vi: "Tên đăng nhập này đã có người dùng.", en: "This sign-in name is taken."))
    ])
}
