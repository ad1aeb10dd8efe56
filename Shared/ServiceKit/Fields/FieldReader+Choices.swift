extension FieldReader {
    /// One of an enum's words.
    package func choice<T: RawRepresentable & CaseIterable>(_ key: String, _ type: T.Type = T.self) -> T where T.RawValue == String {
        required(key, placeholder: T.allCases[T.allCases.startIndex]) { value throws(FieldFault) in try FieldDecoding.choice(value) }
    }

    package func optionalChoice<T: RawRepresentable & CaseIterable>(_ key: String, _ type: T.Type = T.self) -> T?
    where T.RawValue == String {
        optional(key) { value throws(FieldFault) in try FieldDecoding.choice(value) }
    }

    /// One of the words of a rule pack.
    package func choice(_ key: String, among words: [String]) -> String {
        required(key, placeholder: "") { value throws(FieldFault) in try FieldDecoding.word(value, among: words) }
    }

    package func optionalChoice(_ key: String, among words: [String]) -> String? {
        optional(key) { value throws(FieldFault) in try FieldDecoding.word(value, among: words) }
    }

    /// A list of an enum's words, none twice. Missing means empty, which `count` may forbid.
    package func choices<T: RawRepresentable & CaseIterable & Hashable>(
        _ key: String, _ type: T.Type = T.self, in count: ClosedRange<Int> = 0...100
    ) -> [T] where T.RawValue == String {
        elements(key, in: count, unique: true) { value throws(FieldFault) in try FieldDecoding.choice(value) }
    }

    /// A list of words of a rule pack, none twice.
    package func choices(_ key: String, among words: [String], in count: ClosedRange<Int> = 0...100) -> [String] {
        elements(key, in: count, unique: true) { value throws(FieldFault) in try FieldDecoding.word(value, among: words) }
    }

    /// A list of texts on one line, each of `length` characters.
    package func strings(_ key: String, in count: ClosedRange<Int> = 0...100, each length: ClosedRange<Int> = 1...200) -> [String] {
        elements(key, in: count, unique: false) { value throws(FieldFault) in
            guard let text = try FieldDecoding.text(value, length, lines: false) else { throw .required }
            return text
        }
    }

    /// An object that must be there. Where it is missing, `read` still runs, on a reader that finds nothing and records nothing.
    package func object<T>(_ key: String, _ read: (FieldReader) throws -> T) rethrows -> T {
        let member = take(key)
        if member == nil, value != nil { fail(key, .required) }
        return try nested(member, at: pointer.member(key), read)
    }

    /// An object that may be missing or null.
    package func optionalObject<T>(_ key: String, _ read: (FieldReader) throws -> T) rethrows -> T? {
        guard let member = take(key) else { return nil }
        return try nested(member, at: pointer.member(key), read)
    }

    /// A list of objects. Missing or null means empty, which `count` may forbid.
    package func array<T>(_ key: String, in count: ClosedRange<Int> = 0...100, _ read: (FieldReader) throws -> T) rethrows -> [T] {
        try list(key, in: count).enumerated().map { index, element in
            try nested(element, at: pointer.member(key).element(index), read)
        }
    }

    private func elements<T: Hashable>(
        _ key: String, in count: ClosedRange<Int>, unique: Bool, _ decode: (JSONValue) throws(FieldFault) -> T
    ) -> [T] {
        var seen: Set<T> = []
        return list(key, in: count).enumerated().compactMap { index, element in
            do throws(FieldFault) {
                let decoded = try decode(element)
                guard seen.insert(decoded).inserted || !unique else { throw .repeated }
                return decoded
            } catch {
                fail(FieldError(pointer.member(key).element(index), error))
                return nil
            }
        }
    }

    /// The elements at `key`, with errors of type and number recorded; a form's single field is a list of one.
    private func list(_ key: String, in count: ClosedRange<Int>) -> [JSONValue] {
        let elements: [JSONValue]
        switch take(key) {
        case nil: elements = []
        case .array(let given)?: elements = given
        case .field(let text)?: elements = [.field(text)]
        case .some:
            fail(key, .wrongType(expected: .array))
            return []
        }
        if elements.isEmpty, count.lowerBound > 0 {
            if value != nil { fail(key, .required) }
        } else if elements.count < count.lowerBound {
            fail(key, .tooFew(minimum: count.lowerBound))
        } else if elements.count > count.upperBound {
            fail(key, .tooMany(maximum: count.upperBound))
            return []
        }
        return elements
    }
}
