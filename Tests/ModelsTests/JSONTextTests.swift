import Foundation
import Models
import Testing

@Suite struct JSONTextTests {
    @Test func textsAreReadBackAsTheyWereWhateverTheyHold() throws {
        let awkward = String(String.UnicodeScalarView((0..<0x300).compactMap { Unicode.Scalar($0) })) + "\u{2028}\u{1F468}\u{200D}\u{1F469}"
        let members = ["a": awkward, awkward: "đ", "": "", "b": "\"\\/\r\n\t"]
        #expect(try JSONDecoder().decode([String: String].self, from: Data(JSONText.object(members).utf8)) == members)
    }

    @Test func namesStandInTheirOrder() {
        #expect(JSONText.object(["b": "2", "a": "1"]) == #"{"a":"1","b":"2"}"#)
        #expect(JSONText.object([:]) == "{}")
    }
}
