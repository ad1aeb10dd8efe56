import Database
import Foundation
import Models
import Outbox
import ServiceKit

/// Signs people in by the identity provider, and connects them with their account.
struct OpenIDSignIn: Sendable {
    let provider: OpenIDProvider
    let database: Database
    let accounts: AccountStore
    let persons: ConnectedPersons
    let signIn: SignIn
    /// Of the history and the audit trail.
    let clock: WallClock

    private var settings: OpenIDSettings { provider.settings }

    /// The account of whoever came back, in a new session or at its second step. Throws ``OpenIDFault``.
    func enter(_ visit: OpenIDVisit, _ answer: OpenIDAnswer, _ visitor: SignInVisitor) async throws -> SignIn.Progress {
        do {
            let person = try await provider.person(of: visit, answer: answer)
            let progress: SignIn.Progress? = try await database.transaction(.service) { transaction in
                guard let account = try await account(of: person, visitor.reference, in: transaction), account.active else { return nil }
                return try await signIn.proceed(
                    account, hasSecondFactor: settings.trustsSecondFactor && person.hasSecondFactor, visitor, in: transaction)
            }
            guard let progress else { throw OpenIDFault.unknown }
            return progress
        } catch let fault as OpenIDFault {
            try await record(fault, nil, visitor)
            throw fault
        }
    }

    /// Connects whoever came back with the account that asked for it. Throws ``OpenIDFault``.
    func connect(_ account: Account, _ visit: OpenIDVisit, _ answer: OpenIDAnswer, _ visitor: SignInVisitor) async throws {
        do {
            let person = try await provider.person(of: visit, answer: answer)
            let isConnected = try await database.transaction(.service) { transaction in
                // The account may have been closed since: a closed one has nobody.
                guard try await accounts.find(account.id, locked: true, in: transaction)?.active == true else { throw OpenIDFault.stale }
                guard try await persons.connect(settings.issuer, person.sub, to: account.id, at: clock.now, in: transaction) else {
                    return false
                }
                try record(.providerConnected, account, visitor.reference, in: transaction)
                return true
            }
            guard isConnected else { throw OpenIDFault.taken }
        } catch let fault as OpenIDFault {
            try await record(fault, account, visitor)
            throw fault
        }
    }

    func disconnect(_ account: Account, reference: String, in transaction: Transaction) async throws {
        guard try await persons.disconnect(account.id, settings.issuer, in: transaction) else { throw Problem.notFound() }
        try record(.providerDisconnected, account, reference, in: transaction)
    }

    /// Since when an account is connected; nil where it is not.
    func since(_ account: AccountID, in transaction: Transaction) async throws -> Date? {
        try await persons.since(account, settings.issuer, in: transaction)
    }

    private func account(of person: IDToken, _ reference: String, in transaction: Transaction) async throws -> Account? {
        if let id = try await persons.account(settings.issuer, person.sub, in: transaction) {
            // As after a password: an account that is closed at this moment is waited for, and lets nobody in.
            return try await accounts.find(id, locked: true, in: transaction)
        }
        guard settings.linksByEmail, let email = person.verifiedEmail,
            let id = try await persons.onlyAccount(email: email, issuer: settings.issuer, in: transaction),
            let account = try await accounts.find(id, locked: true, in: transaction), account.active,
            try await persons.connect(settings.issuer, person.sub, to: id, at: clock.now, in: transaction)
        else { return nil }
        try record(.providerConnected, account, reference, in: transaction)
        return account
    }

    private func record(_ what: AccountEvent.What, _ account: Account, _ reference: String, in transaction: Transaction) throws {
        try accounts.record(
            what, of: account, by: AuditActor(account, reference: reference), details: ["provider": settings.issuer], at: clock.now,
            in: transaction)
    }

    private func record(_ fault: OpenIDFault, _ account: Account?, _ visitor: SignInVisitor) async throws {
        try await database.transaction(.service) { transaction in
            try await signIn.strangers.record(
                "sign_in.provider-failed", account, visitor,
                details: ["why": fault.rawValue, "provider": settings.issuer], in: transaction)
        }
    }
}
