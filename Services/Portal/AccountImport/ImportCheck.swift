import Database
import Directory
import Models
import Rules
import ServiceKit
import SheetImports

/// Holds every row against the rules of a single account: the same form, the same authority, the same register of helpers.
struct ImportCheck: Sendable {
    let accounts: AccountStore
    let helpers: HelperStore
    let roles: RoleWords
    let provinces: Provinces

    /// - Parameter places: where the caller may give accounts.
    func callAsFunction(
        _ lines: [SheetLine<ImportColumn>], at places: [Organisation], for identity: Identity, in transaction: Transaction
    ) async throws -> [CheckedLine<AccountImport>] {
        var facts = ImportFacts(places: places)
        let named =
            lines.compactMap { $0[.organisation].flatMap { facts.places[named: $0]?.id } } + [identity.organisation].compactMap(\.self)
        let codes = lines.compactMap { $0[.helper] }.compactMap { HelperID($0.lowercased()) }
        facts.add(try await helpers.active(at: Array(Set(named)), or: codes, in: transaction))
        let readings = lines.map { ImportReading($0, facts, identity: identity, roles: roles, provinces: provinces) }
        facts.add(
            try await accounts.find(logins: readings.compactMap(\.login), helpers: readings.compactMap { $0.helper?.id }, in: transaction))

        var logins: [String: Int] = [:]
        var people: [HelperID: Int] = [:]
        return readings.map { reading in
            var verdict = verdict(reading, facts, for: identity)
            if case .ready(let draft) = verdict {
                let errors = [
                    logins.updateIfNew(draft.login, to: reading.line.number).map(ImportColumn.login.repeated),
                    draft.helper.flatMap { people.updateIfNew($0, to: reading.line.number) }.map(ImportColumn.helper.repeated),
                ].compactMap(\.self)
                if !errors.isEmpty { verdict = .wrong(errors) }
            }
            return CheckedLine(line: reading.line, verdict: verdict)
        }
    }

    private func verdict(_ reading: ImportReading, _ facts: ImportFacts, for identity: Identity) -> SheetVerdict<AccountDraft, Account> {
        if let made = reading.line.made { return .made(made) }
        if let helper = reading.helper, let account = facts.account(of: helper.id),
            account.active || account.organisation == helper.organisation
        {
            return .known(account)
        }
        let authority = AccountAuthority(identity: identity)
        let draft: AccountDraft
        do {
            draft = try AccountForm.draft(reading.posted, login: nil, authority: authority, provinces: provinces)
        } catch {
            return .wrong(reading.errors + Self.errors(error, beside: reading.errors))
        }
        guard reading.errors.isEmpty else { return .wrong(reading.errors) }
        guard authority.keeps(draft.role, at: reading.place) else { return .wrong([Self.notYours]) }
        guard let other = facts.account(login: draft.login) else { return .ready(draft) }
        // Only of accounts that are the caller's to keep is more said than that the login is taken.
        let isTheirs = authority.keeps(other.role, at: facts.places[other.organisation])
        let isSame = isTheirs && FoldedText.name(other.displayName) == FoldedText.name(draft.displayName)
        if isSame { return .known(other) }
        // A closed account holds its sign-in name back from nobody.
        return other.active ? .wrong([Self.taken]) : .ready(draft)
    }

    /// What the form says, without what was said of the same column already.
    private static func errors(_ error: any Error, beside known: [FieldError]) -> [FieldError] {
        guard let problem = error as? Problem else { return [KeepAccount.badLogin] }
        let pointers = Set(known.map(\.pointer))
        var errors = problem.errors.filter { !pointers.contains($0.pointer) }
        // What follows from another error is not said beside it: a login that the mail address would have been, a helper whom the name would find.
        let lacksAddress = errors.contains { $0.pointer == "/email" }
        errors.removeAll { lacksAddress && $0.pointer == "/login" && $0.code == "required" }
        if known.count + errors.count > 1 { errors.removeAll { $0.pointer == "/helper" && $0.code == "required" } }
        return errors
    }

    private static let notYours = FieldError(
        "/role", code: "not_yours",
        message: Bilingual(
            vi: "Bạn không được cấp vai trò này ở tổ chức này.", en: "This role at this organisation is not yours to give."))
    private static let taken = FieldError(
        "/login", code: "taken",
        message: Bilingual(
            vi: "Tên đăng nhập này đã có người khác dùng. Hãy ghi tên khác vào cột “Tên đăng nhập”.",
            en: "Somebody else has this sign-in name. Write another one into the column of sign-in names."))
}
