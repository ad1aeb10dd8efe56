/// What a value reads itself from. Containers within containers of one value (`nestedContainer`, `superDecoder`) are left to Foundation's decoder.
struct JSONValueDecoder: Decoder {
    let reader: JSONReader
    let node: Int

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        let isDictionary = ObjectIdentifier(type) == DictionaryKeys.type
        return KeyedDecodingContainer(
            JSONObjectReading(
                reader: reader, node: node, isDictionary: isDictionary, members: try reader.members(of: node, ofDictionary: isDictionary)))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        JSONArrayReading(reader: reader, elements: try reader.elements(of: node))
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { JSONSingleReading(reader: reader, node: node) }
}

private struct JSONObjectReading<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let reader: JSONReader
    let node: Int
    let isDictionary: Bool
    let members: [JSONReader.Member]

    var codingPath: [any CodingKey] { [] }

    var allKeys: [Key] {
        ((try? reader.names(of: node)) ?? []).compactMap { Key(stringValue: isDictionary ? $0 : JSONReader.camelCase($0)) }
    }

    private func found(_ key: Key) -> Int? {
        let place = reader.place(of: key.stringValue)
        for member in members where member.name == place { return member.value }
        return nil
    }

    private func value(of key: Key) throws -> Int {
        guard let value = found(key) else { throw reader.unusual() }
        return value
    }

    func contains(_ key: Key) -> Bool { found(key) != nil }
    func decodeNil(forKey key: Key) throws -> Bool { reader.isNull(at: try value(of: key)) }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try reader.bool(at: value(of: key)) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try reader.string(at: value(of: key)) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try reader.double(at: value(of: key)) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { throw reader.unusual() }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try reader.integer(type, at: value(of: key)) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try reader.integer(type, at: value(of: key)) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try reader.integer(type, at: value(of: key)) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try reader.integer(type, at: value(of: key)) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try reader.integer(type, at: value(of: key)) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try reader.integer(type, at: value(of: key)) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try reader.integer(type, at: value(of: key)) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try reader.integer(type, at: value(of: key)) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try reader.integer(type, at: value(of: key)) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try reader.integer(type, at: value(of: key)) }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try reader.read(type, at: value(of: key)) }

    func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> {
        throw reader.unusual()
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw reader.unusual() }
    func superDecoder() throws -> any Decoder { throw reader.unusual() }
    func superDecoder(forKey key: Key) throws -> any Decoder { throw reader.unusual() }
}

private struct JSONArrayReading: UnkeyedDecodingContainer {
    let reader: JSONReader
    let elements: [Int]
    private(set) var currentIndex = 0

    init(reader: JSONReader, elements: [Int]) {
        self.reader = reader
        self.elements = elements
    }

    var codingPath: [any CodingKey] { [] }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex == elements.count }

    /// The element that comes next, taken.
    private mutating func next() throws -> Int {
        guard !isAtEnd else { throw reader.unusual() }
        currentIndex += 1
        return elements[currentIndex - 1]
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd else { throw reader.unusual() }
        guard reader.isNull(at: elements[currentIndex]) else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool { try reader.bool(at: next()) }
    mutating func decode(_ type: String.Type) throws -> String { try reader.string(at: next()) }
    mutating func decode(_ type: Double.Type) throws -> Double { try reader.double(at: next()) }
    mutating func decode(_ type: Float.Type) throws -> Float { throw reader.unusual() }
    mutating func decode(_ type: Int.Type) throws -> Int { try reader.integer(type, at: next()) }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try reader.integer(type, at: next()) }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try reader.integer(type, at: next()) }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try reader.integer(type, at: next()) }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try reader.integer(type, at: next()) }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try reader.integer(type, at: next()) }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try reader.integer(type, at: next()) }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try reader.integer(type, at: next()) }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try reader.integer(type, at: next()) }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try reader.integer(type, at: next()) }
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try reader.read(type, at: next()) }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
        throw reader.unusual()
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { throw reader.unusual() }
    mutating func superDecoder() throws -> any Decoder { throw reader.unusual() }
}

private struct JSONSingleReading: SingleValueDecodingContainer {
    let reader: JSONReader
    let node: Int

    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { reader.isNull(at: node) }
    func decode(_ type: Bool.Type) throws -> Bool { try reader.bool(at: node) }
    func decode(_ type: String.Type) throws -> String { try reader.string(at: node) }
    func decode(_ type: Double.Type) throws -> Double { try reader.double(at: node) }
    func decode(_ type: Float.Type) throws -> Float { throw reader.unusual() }
    func decode(_ type: Int.Type) throws -> Int { try reader.integer(type, at: node) }
    func decode(_ type: Int8.Type) throws -> Int8 { try reader.integer(type, at: node) }
    func decode(_ type: Int16.Type) throws -> Int16 { try reader.integer(type, at: node) }
    func decode(_ type: Int32.Type) throws -> Int32 { try reader.integer(type, at: node) }
    func decode(_ type: Int64.Type) throws -> Int64 { try reader.integer(type, at: node) }
    func decode(_ type: UInt.Type) throws -> UInt { try reader.integer(type, at: node) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try reader.integer(type, at: node) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try reader.integer(type, at: node) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try reader.integer(type, at: node) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try reader.integer(type, at: node) }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try reader.read(type, at: node) }
}
