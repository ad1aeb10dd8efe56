import Foundation
import Testing

@testable import Models

/// What ``MessageCoding`` writes is what Foundation's encoder would write, byte for byte.
@Suite struct JSONWriterTests {
    private func agrees(_ value: some Encodable) throws -> Bool {
        let (ours, theirs) = (try MessageCoding.encode(value), try MessageCoding.encoder().encode(value))
        #expect(ours == theirs, "\(String(decoding: ours, as: UTF8.self))\n\(String(decoding: theirs, as: UTF8.self))")
        return ours == theirs
    }

    @Test(arguments: Samples.all.map(GoldenMessageTests.Sample.init))
    func everyMessageIsWrittenAsFoundationWritesIt(_ sample: GoldenMessageTests.Sample) throws {
        #expect(try agrees(sample.message))
        #expect(try JSONWriter.write(sample.message) != nil)
        // With the keys known.
        #expect(try agrees(sample.message))
    }

    private struct Everything: Encodable {
        var aText = "Đỗ \"Thị\" \\ Hường/\n\r\t\u{08}\u{0C}\u{01}\u{1F}\u{7F}😀"
        var theURLOfIt = URL(string: "https://mau.example/a?b=c&d=%20")
        var decimal = Decimal(string: "1234567.89") ?? 0
        var data = Data([0, 1, 250, 255])
        var instant = Date(timeIntervalSince1970: 1_780_000_000.25)
        var doubles = [0, -0.0, 1.5, 5, 1e21, 1e-7, 123_456_789.123, .greatestFiniteMagnitude]
        var floats: [Float] = [0, 1.5, 16_777_216, 1e-7]
        var numbers: [Int] = [0, -1, .max, .min]
        var small: UInt8 = 255
        var wide: UInt64 = .max
        var yes = true
        var none: Int?
        var optionals: [Int?] = [1, nil, 3]
        var nothing: [String] = []
        var nobody: [String: Int] = [:]
        var byKeys = ["bKey": 1, "aKey": 2, "r10c1": 3, "r3c4": 4, "Đ": 5, "a\"b": 6, "_x": 7]
        var byNumbers = [3: "c", 1: "a"]
        var deep = ["x": [["y": [1.0, 2.5]], [:]]]
        var id = UUID(uuidString: "0191E0A0-0000-7000-8000-000000000001")
        var URLString = 1, httpStatusCode2 = 2, _leading = 3, trailing_ = 4
    }

    @Test func everyKindOfValueIsWrittenAsFoundationWritesIt() throws {
        #expect(try agrees(Everything()))
        #expect(try agrees([Everything(), Everything()]))
        #expect(try JSONWriter.write(Everything()) != nil)
        #expect(try agrees("một chuỗi") && agrees(5) && agrees(Int?.none) && agrees([Int]()) && agrees(Date(timeIntervalSince1970: 0)))
    }

    /// Writes twice under one name, into containers of its own making, nothing at all, and as more than forty members.
    private enum Unusual: Encodable {
        case twice, nested, empty, silent, caught, wide, leaf

        private struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        func encode(to encoder: any Encoder) throws {
            if self == .empty { return }
            if self == .silent {
                _ = encoder.singleValueContainer()
                return
            }
            if self == .caught {
                var list = encoder.unkeyedContainer()
                try? list.encode(Double.nan)
                try? list.encode([1.5, .infinity])
                return try list.encode(2)
            }
            var container = encoder.container(keyedBy: Key.self)
            switch self {
            case .twice: for number in 1...2 { try container.encode(number, forKey: Key(stringValue: "aName")) }
            case .nested:
                var inner = container.nestedContainer(keyedBy: Key.self, forKey: Key(stringValue: "inner"))
                try inner.encode(Unusual.leaf, forKey: Key(stringValue: "z"))
                var list = container.nestedUnkeyedContainer(forKey: Key(stringValue: "list"))
                try list.encode(1)
                try Unusual.leaf.encode(to: container.superEncoder())
            case .wide: for number in (0..<45).reversed() { try container.encode(number, forKey: Key(stringValue: "member\(number)Of")) }
            case .leaf, .empty, .silent, .caught: try container.encode("lá", forKey: Key(stringValue: "leaf"))
            }
        }
    }

    private indirect enum JSONTree: Encodable {
        case leaf
        case branch(JSONTree)

        func encode(to encoder: any Encoder) throws {
            var list = encoder.unkeyedContainer()
            if case .branch(let inner) = self { try list.encode(inner) }
        }
    }

    @Test func whatIsUnusualIsLeftToFoundation() throws {
        for value in [Unusual.twice, .nested, .wide, .leaf, .caught] { #expect(try agrees(value)) }
        #expect(try agrees(["a": Unusual.empty]) && agrees([Unusual.empty, .leaf]) && agrees(["a": Unusual.silent]))
        // é as one character and as two: one text to Swift.
        for name in ["\u{E9}", "e\u{301}"] { #expect(try agrees([name: 1, "f": 2, "\u{1F600}": 3, "\u{FF21}": 4])) }
        var deep = JSONTree.leaf
        for _ in 0..<300 { deep = .branch(deep) }
        #expect(try agrees(deep))
        #expect(throws: EncodingError.self) { try MessageCoding.encode(Unusual.empty) }
    }

    @Test func aNumberThatJSONDoesNotHaveIsRefusedAndTheNextValueIsWhole() throws {
        for number in [Double.nan, .infinity] { #expect(throws: EncodingError.self) { try MessageCoding.encode(["a": number]) } }
        #expect(try agrees(["a": 1]))
    }

    @Test func manyWriteAtOnce() async throws {
        let wanted = try MessageCoding.encoder().encode(Everything())
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<64 { group.addTask { try MessageCoding.encode(Everything()) == wanted } }
            for try await same in group { #expect(same) }
        }
    }
}
