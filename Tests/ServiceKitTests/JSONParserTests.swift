import Foundation
import Testing

@testable import ServiceKit

@Suite struct JSONParserTests {
    @Test func readsEveryKindOfValue() throws {
        let value = try JSONParser.parse(#"{"a": [1, -2.5e3, true, false, null, "b\n\u00e9\ud83d\ude00"], "đ": {}}"#)
        #expect(value["a"] == [.number("1"), .number("-2.5e3"), true, false, nil, "b\né😀"])
        #expect(value["đ"] == [:])
    }

    @Test(arguments: [
        (#"{"a": 1,}"#, 1, 9, JSONSyntaxError.Reason.unexpected), ("{\n  \"tên\": x\n}", 2, 10, .unexpected),
        (#"{"a": 1"#, 1, 8, .endedEarly),
        (#"{"a": 1} 2"#, 1, 10, .trailing), (#"{"a": 1, "a": 2}"#, 1, 10, .repeatedName), ("[\"a\u{1}\"]", 1, 4, .bareControl),
        (#"["\ud800"]"#, 1, 9, .badEscape), (#"["\x"]"#, 1, 4, .badEscape), ("01", 1, 2, .trailing), ("-", 1, 2, .endedEarly),
        ("", 1, 1, .endedEarly),
        ("NaN", 1, 1, .unexpected),
    ])
    func saysWhereATextGoesWrong(text: String, line: Int, column: Int, reason: JSONSyntaxError.Reason) {
        #expect(throws: JSONSyntaxError(line: line, column: column, reason: reason)) { try JSONParser.parse(text) }
    }

    @Test func refusesWhatIsNestedTooDeepAndWhatIsNotUTF8() {
        let deep = String(repeating: "[", count: 10_000)
        #expect(throws: JSONSyntaxError(line: 1, column: 66, reason: .tooDeep)) { try JSONParser.parse(deep) }
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse([UInt8(ascii: "\""), 0xC3, 0x28, UInt8(ascii: "\"")]) }
    }

    @Test func wholeNumbersMayBeWrittenInSeveralWays() throws {
        #expect(try JSONParser.parse("[12, 12.0, 1.2e1]") == [.number("12"), .number("12.0"), .number("1.2e1")])
        #expect(JSONValue.number("1.2e1").integer == 12)
        #expect(JSONValue.number("12.5").integer == nil)
        #expect(JSONValue.number("99999999999999999999").integer == nil)
        #expect(JSONValue.number("0.1").decimal?.description == "0.1")
    }
}
