/// Reads a tree of JSON (or of a form) field by field and collects every error, so that a caller hears of all of them at once.
///
/// A field that is wrong or missing gives a placeholder (an empty text, day 0, the first choice…): nothing may be done with what was read
/// before ``finish()`` has returned, which throws ``Problem/validation(_:)`` where anything was wrong, unknown members included. A rule
/// that compares fields asks ``isSound(_:)`` first. Texts come trimmed, in Unicode's composed form, and count in characters.
package struct FieldReader {
    /// Where this object stands in the document.
    package let pointer: JSONPointer
    /// The object's own value, for what is read in other ways; nil where it is missing or of another type.
    package let value: JSONValue?
    private let members: [String: JSONValue]
    private let ledger: Ledger
    private let known = Known()

    /// A reader of a whole document. `ignoring` names members that belong to someone else.
    package init(_ document: JSONValue, ignoring: Set<String> = []) {
        self.init(document, at: .root, ledger: Ledger())
        known.keys = ignoring
    }

    private init(_ value: JSONValue?, at pointer: JSONPointer, ledger: Ledger) {
        self.pointer = pointer
        self.ledger = ledger
        if case .object(let members)? = value {
            self.members = members
            self.value = value
        } else {
            members = [:]
            self.value = nil
            if value != nil { ledger.errors.append(FieldError(pointer, .wrongType(expected: .object))) }
        }
    }

    /// All that was wrong so far.
    package var errors: [FieldError] { ledger.errors }

    /// Whether nothing was wrong so far at `key` or below it.
    package func isSound(_ key: String) -> Bool {
        let place = pointer.member(key).description
        return value != nil && !ledger.errors.contains { $0.pointer.description == place || $0.pointer.description.hasPrefix(place + "/") }
    }

    /// Whether a member is there and not null.
    package func has(_ key: String) -> Bool {
        known.keys.insert(key)
        return members[key].map { $0 != .null } ?? false
    }

    /// Records an error of the service's own at `key`.
    package func fail(_ key: String, code: String, vi: String, en: String) {
        fail(FieldError(pointer.member(key), code: code, message: Bilingual(vi: vi, en: en)))
    }

    /// Records one of the standard errors at `key`.
    package func fail(_ key: String, _ fault: FieldFault) {
        fail(FieldError(pointer.member(key), fault))
    }

    /// Records an error anywhere in the document.
    package func fail(_ error: FieldError) {
        ledger.errors.append(error)
    }

    /// Throws all that was wrong, unknown members included.
    package func finish() throws {
        refuseUnknown()
        if !ledger.errors.isEmpty { throw Problem.validation(ledger.errors) }
    }

    private func refuseUnknown() {
        for key in members.keys.sorted() where !known.keys.contains(key) {
            fail(key, .unknownKey)
        }
    }

    /// The member's value where it is not null; marks it as known.
    func take(_ key: String) -> JSONValue? {
        known.keys.insert(key)
        guard let member = members[key], member != .null else { return nil }
        return member
    }

    /// A member that must be there, or `placeholder` with the error recorded. Where the object itself is missing, that is the one error.
    func required<T>(_ key: String, placeholder: T, _ decode: (JSONValue) throws(FieldFault) -> T?) -> T {
        guard let member = take(key) else {
            if value != nil { fail(key, .required) }
            return placeholder
        }
        do throws(FieldFault) {
            guard let decoded = try decode(member) else { throw .required }
            return decoded
        } catch {
            fail(key, error)
            return placeholder
        }
    }

    /// A member that may be missing or null.
    func optional<T>(_ key: String, _ decode: (JSONValue) throws(FieldFault) -> T?) -> T? {
        guard let member = take(key) else { return nil }
        do throws(FieldFault) {
            return try decode(member)
        } catch {
            fail(key, error)
            return nil
        }
    }

    /// Reads a value at a place below with a reader of its own, and refuses what that reader did not ask for.
    func nested<T>(_ value: JSONValue?, at pointer: JSONPointer, _ read: (FieldReader) throws -> T) rethrows -> T {
        let reader = FieldReader(value, at: pointer, ledger: ledger)
        let result = try read(reader)
        reader.refuseUnknown()
        return result
    }

    /// The errors of a whole document, shared by the readers of its parts.
    private final class Ledger {
        var errors: [FieldError] = []
    }

    /// The members that were asked for.
    private final class Known {
        var keys: Set<String> = []
    }
}
