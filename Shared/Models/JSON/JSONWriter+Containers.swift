/// What a value writes itself with. Containers within containers of one value (`nestedContainer`, `superEncoder`) are left to Foundation's encoder.
struct JSONValueEncoder: Encoder {
    let writer: JSONWriter
    let depth: Int

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        writer.open(.object, at: depth)
        return KeyedEncodingContainer(
            JSONObjectContainer(writer: writer, depth: depth, isDictionary: ObjectIdentifier(type) == DictionaryKeys.type))
    }

    /// Whose names stay as they are.
    func dictionaryContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        writer.open(.object, at: depth)
        return KeyedEncodingContainer(JSONObjectContainer(writer: writer, depth: depth, isDictionary: true))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        writer.open(.array, at: depth)
        return JSONArrayContainer(writer: writer, depth: depth)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        writer.open(.value, at: depth)
        return JSONSingleContainer(writer: writer, depth: depth)
    }
}

private struct JSONObjectContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let writer: JSONWriter
    let depth: Int
    let isDictionary: Bool

    var codingPath: [any CodingKey] { [] }

    private func member(_ key: Key, _ write: () throws -> Void) rethrows {
        let place = writer.place(of: key.stringValue, ofDictionary: isDictionary)
        let start = writer.bytes.count
        try write()
        writer.add(place, from: start, at: depth)
    }

    func encodeNil(forKey key: Key) { member(key) { writer.writeNull() } }
    func encode(_ value: Bool, forKey key: Key) { member(key) { writer.write(value) } }
    func encode(_ value: String, forKey key: Key) { member(key) { writer.quote(value) } }
    func encode(_ value: Double, forKey key: Key) throws { try member(key) { try writer.write(value, [key]) } }
    func encode(_ value: Float, forKey key: Key) throws { try member(key) { try writer.write(value, [key]) } }
    func encode(_ value: Int, forKey key: Key) { member(key) { writer.write(value) } }
    func encode(_ value: Int8, forKey key: Key) { member(key) { writer.write(value) } }
    func encode(_ value: Int16, forKey key: Key) { member(key) { writer.write(value) } }
    func encode(_ value: Int32, forKey key: Key) { member(key) { writer.write(value) } }
    func encode(_ value: Int64, forKey key: Key) { member(key) { writer.write(value) } }
    func encode(_ value: UInt, forKey key: Key) { member(key) { writer.write(value) } }
    func encode(_ value: UInt8, forKey key: Key) { member(key) { writer.write(value) } }
    func encode(_ value: UInt16, forKey key: Key) { member(key) { writer.write(value) } }
    func encode(_ value: UInt32, forKey key: Key) { member(key) { writer.write(value) } }
    func encode(_ value: UInt64, forKey key: Key) { member(key) { writer.write(value) } }
    func encode(_ value: some Encodable, forKey key: Key) throws { try member(key) { try writer.write(value, at: depth + 1) } }

    func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
        KeyedEncodingContainer(Beyond.encoder(writer).container(keyedBy: Nested.self))
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { Beyond.encoder(writer).unkeyedContainer() }
    func superEncoder() -> any Encoder { Beyond.encoder(writer) }
    func superEncoder(forKey key: Key) -> any Encoder { Beyond.encoder(writer) }
}

private struct JSONArrayContainer: UnkeyedEncodingContainer {
    let writer: JSONWriter
    let depth: Int

    var codingPath: [any CodingKey] { [] }
    var count: Int { writer.count(at: depth) }

    private func element(_ write: () throws -> Void) rethrows {
        writer.nextElement(at: depth)
        try write()
    }

    func encodeNil() { element { writer.writeNull() } }
    func encode(_ value: Bool) { element { writer.write(value) } }
    func encode(_ value: String) { element { writer.quote(value) } }
    func encode(_ value: Double) throws { try element { try writer.write(value, []) } }
    func encode(_ value: Float) throws { try element { try writer.write(value, []) } }
    func encode(_ value: Int) { element { writer.write(value) } }
    func encode(_ value: Int8) { element { writer.write(value) } }
    func encode(_ value: Int16) { element { writer.write(value) } }
    func encode(_ value: Int32) { element { writer.write(value) } }
    func encode(_ value: Int64) { element { writer.write(value) } }
    func encode(_ value: UInt) { element { writer.write(value) } }
    func encode(_ value: UInt8) { element { writer.write(value) } }
    func encode(_ value: UInt16) { element { writer.write(value) } }
    func encode(_ value: UInt32) { element { writer.write(value) } }
    func encode(_ value: UInt64) { element { writer.write(value) } }
    func encode(_ value: some Encodable) throws { try element { try writer.write(value, at: depth + 1) } }

    func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type) -> KeyedEncodingContainer<Nested> {
        KeyedEncodingContainer(Beyond.encoder(writer).container(keyedBy: Nested.self))
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { Beyond.encoder(writer).unkeyedContainer() }
    func superEncoder() -> any Encoder { Beyond.encoder(writer) }
}

private struct JSONSingleContainer: SingleValueEncodingContainer {
    let writer: JSONWriter
    let depth: Int

    var codingPath: [any CodingKey] { [] }

    func encodeNil() { writer.writeNull() }
    func encode(_ value: Bool) { writer.write(value) }
    func encode(_ value: String) { writer.quote(value) }
    func encode(_ value: Double) throws { try writer.write(value, []) }
    func encode(_ value: Float) throws { try writer.write(value, []) }
    func encode(_ value: Int) { writer.write(value) }
    func encode(_ value: Int8) { writer.write(value) }
    func encode(_ value: Int16) { writer.write(value) }
    func encode(_ value: Int32) { writer.write(value) }
    func encode(_ value: Int64) { writer.write(value) }
    func encode(_ value: UInt) { writer.write(value) }
    func encode(_ value: UInt8) { writer.write(value) }
    func encode(_ value: UInt16) { writer.write(value) }
    func encode(_ value: UInt32) { writer.write(value) }
    func encode(_ value: UInt64) { writer.write(value) }
    func encode(_ value: some Encodable) throws { try writer.write(value, at: depth + 1) }
}

/// What is asked for beyond what is written here: the writer gives up, and what is written from then on goes nowhere.
private enum Beyond {
    static func encoder(_ writer: JSONWriter) -> JSONValueEncoder {
        writer.giveUp()
        return JSONValueEncoder(writer: JSONWriter(), depth: 0)
    }
}
