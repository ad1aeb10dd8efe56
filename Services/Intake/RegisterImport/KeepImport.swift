import Crypto
import Database
import Directory
import Foundation
import Models
import NIOPosix
import Outbox
import Rules
import ServiceKit
import Spreadsheets

/// What people do with a file of an old register: send it, say what its columns hold, look, and say yes or no.
struct KeepImport: Sendable {
    let house: House
    let directory: Directory
    let imports: RegisterImportStore
    let doorbell: Doorbell

    /// Keeps a file for its dry run; the same file again leads to the import that is there. Throws 422 where it cannot be read, 404 where the
    /// organisation is not theirs.
    func take(_ bytes: [UInt8], named name: String, for organisation: OrganisationID, by identity: Identity, reference: String) async throws
        -> (file: RegisterImport, isNew: Bool)
    {
        guard !bytes.isEmpty else { throw Problem.validation([FieldError("/file", .required)]) }
        let actor = Actor(identity, reference: reference)
        let place = try await house.database.transaction(identity.scope) { transaction in
            try await transaction.checkOwn(organisation)
            return try await directory.organisation(organisation, in: transaction)
        }
        guard let place, place.active else { throw Problem.notFound() }
        // Unpacking takes its time.
        let sheet = try await NIOThreadPool.singleton.runIfActive { try ImportSheet(bytes) }
        let sha256 = Data(SHA256.hash(data: bytes))
        return try await house.database.transaction(identity.scope) { transaction in
            let kept = try await imports.fields(of: sheet.headings, place.id, in: transaction)
            let now = house.clock.now
            let new = NewRegisterImport(
                id: RegisterImportID(at: now), organisation: place, fileName: name, bytes: bytes, sha256: sha256, sheet: sheet,
                fields: Self.fields(of: sheet.headings, kept), sentBy: identity.name, sentAt: now)
            let isNew = try await imports.add(new, in: transaction)
            guard let file = try await imports.find(sha256: sha256, of: place.id, in: transaction) else { throw Problem.notFound() }
            if isNew {
                try audit("sent", file, ["rows": "\(file.lines)", "sha256": sha256.hexadecimal], by: actor, in: transaction)
                transaction.afterCommit { doorbell.ring() }
            }
            return (file, isNew)
        }
    }

    /// What each column is taken for: what was said of its heading before, else what the heading says; a field is taken once.
    static func fields(of headings: [String], _ kept: [String: ImportField?]) -> [ImportField?] {
        var used: Set<ImportField> = []
        return headings.map { heading in
            let field = kept[NameKey.fold(heading)] ?? ImportField(heading: heading)
            return field.flatMap { used.insert($0).inserted ? $0 : nil }
        }
    }

    /// Reads `{"columns": ["code", null, …]}`, one for each heading. Throws 422.
    static func columns(_ document: JSONValue, of file: RegisterImport) throws -> [ImportField?] {
        let reader = FieldReader(document)
        _ = reader.has("columns")
        try reader.finish()
        guard case .array(let values)? = reader.value?["columns"], values.count == file.headings.count else {
            throw Problem.validation([
                FieldError(
                    "/columns", code: "wrong_count",
                    message: Bilingual(
                        vi: "Cần \(file.headings.count) cột, theo thứ tự của tệp.",
                        en: "There are \(file.headings.count) columns, in the order of the file."))
            ])
        }
        var used: Set<ImportField> = []
        var errors: [FieldError] = []
        let fields = values.enumerated().map { index, value -> ImportField? in
            let pointer = JSONPointer.root.member("columns").member(String(index))
            if value == .null || value.text?.isEmpty == true { return nil }
            guard let text = value.text else {
                errors.append(FieldError(pointer, .wrongType(expected: .string)))
                return nil
            }
            guard let field = ImportField(rawValue: text) else {
                errors.append(FieldError(pointer, .notOneOf(ImportField.allCases.map(\.rawValue))))
                return nil
            }
            if !used.insert(field).inserted {
                errors.append(
                    FieldError(
                        pointer, code: "repeated",
                        message: Bilingual(vi: "Mục này đã chọn cho cột khác.", en: "Another column is taken for this already.")))
            }
            return field
        }
        guard errors.isEmpty else { throw Problem.validation(errors) }
        return fields
    }

    /// Takes the columns for other fields, remembers it for the next file, and has every line looked at anew.
    func map(_ fields: [ImportField?], of file: RegisterImport, by actor: Actor, in transaction: Transaction) async throws {
        guard file.state == .checked || file.state == .checking else { throw Self.tooLate }
        imports.keep(
            zip(file.headings, fields).map { (heading: $0, field: $1) }, of: file.organisation, at: house.clock.now, in: transaction)
        try await imports.map(fields, of: file.id, in: transaction)
        try audit("columns-changed", file, [:], by: actor, in: transaction)
        transaction.afterCommit { doorbell.ring() }
    }

    /// Has the cases made. Throws 409 where the file is not looked at to its end, or holds nothing to be made.
    func confirm(_ file: RegisterImport, by actor: Actor, in transaction: Transaction) async throws {
        guard file.state == .checked else { throw Self.tooLate }
        let counts = try await imports.counts(of: file.id, in: transaction)
        guard let ready = counts[.ready], ready > 0 else {
            throw Problem.conflict(
                Bilingual(vi: "Tệp không có dòng nào nhập được.", en: "The file has no line that could be brought in."))
        }
        let now = house.clock.now
        imports.confirm(file.id, by: actor, at: now, in: transaction)
        try audit(
            "confirmed", file, ["cases": "\(ready)", "sha256": file.sha256.hexadecimal], by: actor, in: transaction)
        transaction.afterCommit { doorbell.ring() }
    }

    /// Forgets a file of which nothing was made.
    func remove(_ file: RegisterImport, by actor: Actor, in transaction: Transaction) throws {
        guard file.state == .checked || file.state == .checking else { throw Self.tooLate }
        imports.remove(file.id, in: transaction)
        try audit("discarded", file, ["sha256": file.sha256.hexadecimal], by: actor, in: transaction)
    }

    private func audit(
        _ what: String, _ file: RegisterImport, _ details: [String: String], by actor: Actor, in transaction: Transaction
    ) throws {
        try transaction.audit(
            actor.entry("register-import.\(what)", "register-import", file.id.uuid, file.organisation, details: details),
            at: house.clock.now)
    }

    private static let tooLate = Problem.conflict(
        Bilingual(
            vi: "Tệp đang được xem hoặc đã được nhập, không đổi được nữa.",
            en: "The file is being looked at, or was brought in: it cannot be changed now."))
}
