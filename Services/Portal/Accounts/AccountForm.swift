import Directory
import Foundation
import Models
import Pages
import Rules
import ServiceKit

/// What `portal-account-form.mustache` shows: the fields of a new account, or of one on record.
struct AccountForm: Part {
    let form: Form
    /// Nil for a new one.
    let account: Account?
    let authority: AccountAuthority
    let organisations: [Organisation]
    let helpers: [KnownHelper]
    let provinces: [Choice]

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "action": account.map { "/accounts/\($0.id)" } ?? "/accounts"
        case "back": account.map { "/accounts/\($0.id)" } ?? "/accounts"
        case "heading": account?.displayName ?? t("accounts_new")
        case "new": account == nil
        case "version": account.map { String($0.version) }
        case "errors": form.summary(fields)
        case "fields": fields
        default: nil
        }
    }

    /// What is on record, as the form shows it.
    static func values(of account: Account) -> JSONValue {
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        return .object([
            "name": .string(account.displayName), "login": .string(account.login), "email": text(account.email),
            "role": .string(account.role.rawValue), "organisation": text(account.organisation?.description),
            "province": text(account.province), "helper": text(account.helper?.description),
        ])
    }

    /// Reads what was posted, within the authority. Throws 422.
    static func draft(_ posted: JSONValue, login: String?, authority: AccountAuthority, provinces: Provinces) throws -> AccountDraft {
        let reader = FieldReader(posted, ignoring: login == nil ? ["version"] : ["version", "login"])
        let role = reader.choice("role", among: authority.roles.map(\.rawValue))
        let name = reader.string("name", in: 1...200)
        let entered = login ?? reader.string("login", in: 3...200)
        let email = reader.optionalEmail("email")
        let organisation = reader.optionalID("organisation", OrganisationID.self)
        let province = reader.optionalString("province", in: 1...10)
        let helper = reader.optionalID("helper", HelperID.self)
        if email == nil, reader.isSound("email") { reader.fail("email", .required) }
        let scope = Role(rawValue: role)?.requiredScope ?? .none
        switch scope {
        case .organisation, .organisationAndHelper:
            if organisation == nil, reader.isSound("organisation") { reader.fail("organisation", .required) }
            if scope == .organisationAndHelper, helper == nil, reader.isSound("helper") { reader.fail("helper", .required) }
        case .province:
            if let province {
                if provinces[province] == nil { reader.fail("province", .notOneOf(provinces.all.map(\.code))) }
            } else if reader.isSound("province") {
                reader.fail("province", .required)
            }
        case .none: break
        }
        if AccountDraft.plain(entered).contains(where: \.isWhitespace) {
            reader.fail("login", code: "spaces", vi: "Tên đăng nhập không có dấu cách.", en: "A sign-in name has no spaces.")
        }
        try reader.finish()
        do {
            return try AccountDraft(
                login: entered, displayName: name, email: email, role: Role(rawValue: role) ?? .staff, organisation: organisation,
                province: province, helper: helper)
        } catch is AccountError {
            throw Problem.validation([KeepAccount.badLogin])
        }
    }

    /// The same of a part of the members: those that are left out stay as they are. A login is never changed. Throws 422.
    static func draft(
        changing present: Account, given body: JSONValue, by identity: Identity, provinces: Provinces
    ) throws -> AccountDraft {
        guard case .object(let given) = body, case .object(let known) = values(of: present) else {
            throw Problem.validation([FieldError(.root, .wrongType(expected: .object))])
        }
        let fixed = ["login", "version"].filter { given[$0] != nil }
        guard fixed.isEmpty else { throw Problem.validation(fixed.map { FieldError(JSONPointer.root.member($0), .unknownKey) }) }
        return try draft(
            .object(known.merging(given) { $1 }), login: present.login, authority: AccountAuthority(identity: identity),
            provinces: provinces)
    }

    private var fields: [any FormPart] {
        let roles = authority.roles
        var fields: [any FormPart] = [
            form.radios("role", "accounts_role", roles.map { Choice($0.rawValue, t.label($0)) }),
            form.text("name", "accounts_name", autocomplete: "off", maximum: 200),
        ]
        if account == nil {
            fields.append(form.text("login", "sign_in_login", hint: "accounts_login_hint", width: .half, autocomplete: "off", maximum: 200))
        }
        fields.append(form.text("email", "accounts_email", hint: "accounts_email_hint", kind: .email, width: .half, maximum: 254))
        if roles.contains(where: { $0.requiredScope != .none && $0.requiredScope != .province }) {
            fields.append(
                form.select(
                    "organisation", "accounts_organisation", isRequired: false, organisations.map { Choice($0.id.description, $0.title) }))
        }
        if roles.contains(.helper) {
            fields.append(
                form.select(
                    "helper", "accounts_helper", hint: "accounts_helper_hint", isRequired: false,
                    helpers.map { Choice($0.id.description, "\($0.name) (\(t.label($0.kind)))") }))
        }
        if roles.contains(.province) {
            fields.append(form.select("province", "accounts_province", hint: "accounts_province_hint", isRequired: false, provinces))
        }
        return fields
    }
}
