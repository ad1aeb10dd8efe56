/// By which type of coding key the standard library writes a dictionary, whose keys are its own and stay as they are: those of
/// dictionaries by texts, which are all that we write; of others, by keys of their own type, Foundation's coders would turn the names.
enum DictionaryKeys {
    static let type: ObjectIdentifier? = {
        let probe = Probe()
        try? ["": 0].encode(to: probe)
        return probe.found
    }()

    private final class Probe: Encoder {
        var found: ObjectIdentifier?
        var codingPath: [any CodingKey] { [] }
        var userInfo: [CodingUserInfoKey: Any] { [:] }

        func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
            found = ObjectIdentifier(type)
            return JSONValueEncoder(writer: JSONWriter(), depth: 0).dictionaryContainer(keyedBy: type)
        }

        func unkeyedContainer() -> any UnkeyedEncodingContainer { JSONValueEncoder(writer: JSONWriter(), depth: 0).unkeyedContainer() }
        func singleValueContainer() -> any SingleValueEncodingContainer {
            JSONValueEncoder(writer: JSONWriter(), depth: 0).singleValueContainer()
        }
    }
}
