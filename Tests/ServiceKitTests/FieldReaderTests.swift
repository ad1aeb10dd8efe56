import Foundation
import HTTPTypes
import Models
import Testing

@testable import ServiceKit

@Suite struct FieldReaderTests {
    @Test func readsWhatIsRight() throws {
        let centre = OrganisationID(at: Date())
        let reader = FieldReader([
            "centre": .string(centre.description), "urgent": true, "birth": "1990-04-02", "when": "2026-01-31T08:30:00+07:00", "count": 3,
            "client": ["name": "  Nguye\u{302}\u{303}n Thị Sương ", "gender": "female"], "categories": ["criminal", "civil"],
            "opposing": [["name": "A"]],
            "summary": "một\r\nhai", "missing": nil,
        ])
        #expect(reader.id("centre", OrganisationID.self) == centre)
        #expect(reader.bool("urgent"))
        #expect(reader.date("birth").description == "1990-04-02")
        #expect(reader.instant("when") == Instant.parse("2026-01-31T01:30:00Z"))
        #expect(reader.int("count", in: 0...9) == 3)
        let client = reader.object("client") { ($0.string("name", in: 1...200), $0.choice("gender", Gender.self)) }
        #expect(client.0 == "Nguyễn Thị Sương")
        #expect(client.0.unicodeScalars.count == 16)
        #expect(client.1 == .female)
        #expect(reader.choices("categories", LegalField.self, in: 1...14) == [.criminal, .civil])
        #expect(reader.array("opposing") { $0.string("name") } == ["A"])
        #expect(reader.text("summary") == "một\nhai")
        #expect(reader.optionalString("missing") == nil)
        #expect(reader.optionalDate("absent") == nil)
        try reader.finish()
    }

    @Test func boxesOfAPageThatMakeNoDateAreRefusedByWordsOfThatPage() {
        for (typed, code) in [
            ("31/2/1990", "impossible_date"), ("/2/1990", "incomplete_date"), ("x/2/1990", "incomplete_date"), ("2.4.1990", "not_a_date"),
        ] {
            let reader = FieldReader(["birth": .string(typed)])
            _ = reader.date("birth")
            #expect(throws: Problem.self) { try reader.finish() }
            #expect(reader.errors.map(\.code) == [code], "\(typed)")
        }
        let range = LegalDate(year: 1920, month: 7, day: 1)!...LegalDate(year: 2026, month: 11, day: 29)!
        let fault = FieldFault.dateOutOfRange(from: range.lowerBound, to: range.upperBound)
        #expect(fault.message.vi == "Ngày phải từ 01/07/1920 đến 29/11/2026.")
        #expect(fault.message.en == "The date must lie between 1 July 1920 and 29 November 2026.")
    }

    @Test func collectsEveryErrorByItsPointer() throws {
        let reader = FieldReader([
            "name": "", "birth": "1990-02-30", "day": "2.4.1990", "id": "123", "count": "three", "gender": "x", "extra": 1, "a/b~c": 1,
            "client": ["phone": 5, "fax": "1"], "categories": ["criminal", "criminal", "y"], "list": 4,
            "parties": [["name": "A"], ["nom": "B"], 7],
        ])
        _ = reader.string("name")
        _ = reader.date("birth")
        _ = reader.date("day")
        _ = reader.uuid("id")
        _ = reader.int("count")
        _ = reader.choice("gender", Gender.self)
        _ = reader.string("summary")
        reader.object("client") { _ = $0.string("phone") }
        _ = reader.choices("categories", LegalField.self, in: 1...3)
        _ = reader.strings("list")
        _ = reader.array("parties") { $0.string("name") }
        reader.object("residence") { _ = $0.string("province") }
        let problem = try #require(throws: Problem.self) { try reader.finish() }
        #expect(problem.status == .unprocessableContent)
        let found = problem.errors.map { "\($0.pointer) \($0.code)" }
        #expect(
            found == [
                "/name required", "/birth impossible_date", "/day not_a_date", "/id bad_uuid", "/count wrong_type", "/gender not_one_of",
                "/summary required", "/client/phone wrong_type", "/client/fax unknown_key", "/categories/1 repeated",
                "/categories/2 not_one_of",
                "/list wrong_type", "/parties/1/name required", "/parties/1/nom unknown_key", "/parties/2 wrong_type",
                "/residence required",
                "/a~1b~0c unknown_key", "/extra unknown_key",
            ])
    }

    @Test func lengthsCountCharactersNotBytes() throws {
        let reader = FieldReader([
            "a": "Nguyễn", "b": "👨‍👩‍👧‍👦👨‍👩‍👧‍👦", "c": .string(String(repeating: "ễ", count: 201)),
            "d": .string("a" + String(repeating: "\u{301}", count: 5_000)),
        ])
        #expect(reader.string("a", in: 6...6) == "Nguyễn")
        #expect(reader.string("b", in: 2...2).count == 2)
        _ = reader.string("c", in: 1...200)
        _ = reader.string("d", in: 1...200)
        #expect(reader.errors.map(\.code) == ["too_long", "too_long"])
        #expect(reader.errors[0].message.text(.en) == "Longer than 200 characters.")
        #expect(reader.errors[0].message.text(.vi) == "Dài quá 200 ký tự.")
    }

    /// Control characters, and marks that turn the direction of text.
    private static let forbidden: [Range<UInt32>] = [0..<0x20, 0x7F..<0xA0, 0x2028..<0x202F, 0x2066..<0x206A]

    /// What is taken as it came is what composing and trimming it would give; for every scalar that Latin letters and punctuation are near to.
    @Test func textsComeTrimmedAndComposedWhateverTheyHold() {
        for scalar in (0..<0x3100).compactMap(Unicode.Scalar.init) {
            for raw in ["\(scalar)", "a\(scalar)", "\(scalar)a", "e\(scalar)\u{301}", "ạ\(scalar)b"] {
                let reader = FieldReader(["a": .string(raw)])
                let read = reader.optionalString("a", in: 0...9)
                let expected = raw.precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespacesAndNewlines)
                let isForbidden = expected.unicodeScalars.contains { scalar in Self.forbidden.contains { $0.contains(scalar.value) } }
                #expect(reader.errors.map(\.code) == (isForbidden ? ["control_character"] : []), "\(raw.debugDescription)")
                guard !isForbidden else { continue }
                #expect(
                    read.map { Array($0.utf8) } == Array(expected.utf8), "U+\(String(scalar.value, radix: 16)) in \(raw.debugDescription)")
                let exact = FieldReader(["a": .string(raw)])
                _ = exact.optionalString("a", in: expected.count...expected.count)
                #expect(exact.errors.isEmpty, "U+\(String(scalar.value, radix: 16)) in \(raw.debugDescription)")
            }
        }
    }

    @Test(arguments: ["a\u{0}b", "a\u{7}b", "a\u{202E}b", "a\nb", "a\u{FFFF}b"])
    func controlCharactersAreErrorsOfTheField(text: String) {
        let reader = FieldReader(["name": .string(text)])
        _ = reader.string("name")
        #expect(reader.errors.map(\.code) == ["control_character"])
    }

    @Test func aDocumentThatIsNoObjectIsOneError() throws {
        let reader = FieldReader([1, 2])
        _ = reader.string("name")
        _ = reader.object("client") { $0.string("name") }
        let problem = try #require(throws: Problem.self) { try reader.finish() }
        #expect(problem.errors.map { "\($0.pointer) \($0.code)" } == [" wrong_type"])
    }

    @Test func aRuleBetweenFieldsAsksWhetherTheyAreSound() {
        let reader = FieldReader(["from": "2026-01-01", "to": "x", "client": ["name": 1]])
        _ = reader.date("from")
        _ = reader.date("to")
        reader.object("client") { _ = $0.string("name") }
        #expect(reader.isSound("from"))
        #expect(!reader.isSound("to"))
        #expect(!reader.isSound("client"))
    }

    @Test func instantsNeedAnOffsetAndARealDay() {
        for text in ["2026-02-30T08:00:00Z", "2026-01-31T08:30:00", "2026-01-31", "yesterday"] {
            let reader = FieldReader(["at": .string(text)])
            _ = reader.instant("at")
            #expect(reader.errors.map(\.code) == ["not_an_instant"], "\(text)")
        }
    }
}
