import Foundation
import Testing

@testable import Models

/// What ``MessageCoding`` reads is what Foundation's decoder would read, and it refuses what that refuses.
@Suite struct JSONReaderTests {
    private func agrees<Value: Decodable & Equatable>(_ type: Value.Type, _ text: some Sequence<UInt8>) -> Bool {
        let data = Data(text)
        let (ours, theirs) = (try? MessageCoding.decode(type, from: data), try? MessageCoding.decoder().decode(type, from: data))
        #expect(ours == theirs, "\(String(decoding: data, as: UTF8.self)): \(String(describing: ours)), \(String(describing: theirs))")
        return ours == theirs
    }

    private struct Everything: Codable, Equatable {
        var aText: String
        var theUrlOfIt: URL?
        var decimal: Decimal?
        var data: Data
        var instant: Date
        var doubles: [Double]
        var floats: [Float]?
        var numbers: [Int]
        var small: UInt8
        var wide: UInt64
        var yes: Bool
        var none: Int?
        var optionals: [Int?]
        var byKeys: [String: Int]
        var byNumbers: [Int: String]
        var deep: [String: [[String: [Double]]]]
        var id: UUID
    }

    private static let everything = """
        {"a_text": "Đỗ \\"Thị\\" \\\\ Hường\\/\\n\\r\\t\\u0001\\ud83d\\ude00", "the_url_of_it": "https://mau.example/a?b=c&d=%20", "decimal": 1234567.89,
         "data": "AAH6/w==", "instant": "2026-11-23T01:02:03.004Z", "doubles": [0, -0.0, 1.5, 5, 1e21, 1E-7, 123456789.123],
         "floats": [1.5], "numbers": [0, -1, 9223372036854775807, -9223372036854775808], "small": 255, "wide": 18446744073709551615,
         "yes": true, "none": null, "optionals": [1, null, 3], "by_keys": {"bKey": 1, "a_key": 2, "Đ": 5, "a\\"b": 6, "_x": 7},
         "by_numbers": {"3": "c", "1": "a"}, "deep": {"x": [{"y": [1.0, 2.5]}, {}]}, "id": "0191E0A0-0000-7000-8000-000000000001",
         "of_a_later_version": [{"a": [1, {"b": null}]}, "x"]}
        """

    /// Without what is left to Foundation.
    private static let plain = everything.replacing(#""floats": [1.5], "#, with: "").replacing(#""decimal": 1234567.89,"#, with: "")
        .replacing(#"\u0001\ud83d\ude00"#, with: "")

    @Test func everyKindOfValueIsReadAsFoundationReadsIt() throws {
        #expect(agrees(Everything.self, Self.everything.utf8))
        // What is not left to Foundation, then with the names known.
        let plain = Self.plain
        for _ in 1...2 { #expect(agrees(Everything.self, plain.utf8)) }
        let read = try JSONReader.read(Everything.self, from: Data(plain.utf8))
        #expect(read.byKeys["a_key"] == 2 && read.byKeys["bKey"] == 1 && read.numbers.last == .min)
    }

    /// Every beginning of a message, and messages in which single bytes are others: read alike, or refused alike.
    @Test(arguments: Samples.all.map(GoldenMessageTests.Sample.init))
    func whatIsDamagedIsReadAsFoundationReadsIt(_ sample: GoldenMessageTests.Sample) throws {
        var state: UInt64 = 20_261_201
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        func check<Sent: Message>(_ message: Sent) throws {
            let whole = [UInt8](try MessageCoding.encode(message))
            #expect(agrees(Sent.self, whole))
            #expect(try JSONReader.read(Sent.self, from: Data(whole)) == message)
            for count in stride(from: 0, to: whole.count, by: 7) { #expect(agrees(Sent.self, whole.prefix(count))) }
            let others = [UInt8](#"{}[]",:\\0-9.eEtfn/ u\t"#.utf8) + [0x00, 0x1F, 0x7F, 0x80, 0xC3, 0xFF]
            for _ in 0..<60 {
                var damaged = whole
                for _ in 0...random(2) { damaged[random(damaged.count)] = others[random(others.count)] }
                #expect(agrees(Sent.self, damaged))
            }
        }
        try check(sample.message)
    }

    @Test(arguments: [
        "", " ", "null", "5", "\"x\"", "{}", "[]", "[1", "{\"a\"}", "{\"a\":1,}", "{\"a\":1}x", "{\"a\":01}", "{\"a\":-}", "{\"a\":1.}",
        "{\"a\":1e}",
        "{\"a\":1e2}", "{\"a\":2.0}", "{\"a\":2.5}", "{\"a\":99999999999999999999}", "{\"a\":1,\"a\":2}", "{\"a\":\"1\"}", "{\"a\":true}",
        "{'a':1}",
        "{\"a\":+1}", "{\"\\u0061\":1}", "\u{FEFF}{\"a\":1}", " {\n\t\"a\" :\r1 } ", "{\"A\":1}", "{\"b_\":1,\"a\":3}",
    ])
    func whatIsWrittenOddlyIsReadAsFoundationReadsIt(_ text: String) {
        #expect(agrees([String: Int].self, text.utf8) && agrees(Int.self, text.utf8) && agrees(String.self, text.utf8))
        #expect(agrees(OneNumber.self, text.utf8) && agrees([Double].self, text.utf8))
    }

    private struct OneNumber: Decodable, Equatable {
        let a: Int
    }

    @Test func whatIsDeepAndWhatHasManyNamesIsLeftToFoundation() throws {
        let deep = String(repeating: "[", count: 90_000) + String(repeating: "]", count: 90_000)
        #expect(throws: DecodingError.self) { try MessageCoding.decode([Int].self, from: Data(deep.utf8)) }
        let many = Dictionary(uniqueKeysWithValues: (0..<9_000).map { ("name_\($0)", $0) })
        let data = try MessageCoding.encode(many)
        #expect(try MessageCoding.decode([String: Int].self, from: data) == many)
        #expect(try MessageCoding.decode(OneNumber.self, from: data.dropLast() + Data(",\"a\":7}".utf8)).a == 7)
    }

    /// What a message lacks is named as Foundation names it: people read it beside the message that is parked.
    @Test func whatIsMissingIsNamed() {
        #expect(throws: DecodingError.self) { try MessageCoding.decode(OneNumber.self, from: Data(#"{"b":1}"#.utf8)) }
        do {
            _ = try MessageCoding.decode(OneNumber.self, from: Data(#"{"b":1}"#.utf8))
        } catch DecodingError.keyNotFound(let key, _) {
            #expect(key.stringValue == "a")
        } catch {
            Issue.record(error)
        }
    }

    /// A type that tries one way and then another hears what Foundation would tell it.
    private struct Either: Decodable, Equatable {
        let a: Int

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            a = (try? list.decode(Int.self)) ?? -1
        }
    }

    @Test(arguments: ["[1e2]", "[1]", "[\"x\"]", "[2.5]", "[]", "[null]"]) func whatWasCaughtIsReadAnew(_ text: String) {
        #expect(agrees(Either.self, text.utf8))
    }

    @Test func manyReadAtOnce() async throws {
        let data = Data(Self.plain.utf8)
        let wanted = try MessageCoding.decoder().decode(Everything.self, from: data)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<64 { group.addTask { try JSONReader.read(Everything.self, from: data) == wanted } }
            for try await same in group { #expect(same) }
        }
    }
}
