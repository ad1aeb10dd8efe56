import Foundation
import Models
import Testing

@testable import ServiceKit

@Suite struct FormParserTests {
    @Test func namesMakeATree() throws {
        let form = try FormParser.parse(
            "client.name=Nguy%E1%BB%85n+Th%E1%BB%8B&client%5Bgender%5D=female&categories=child&categories=hiv&languages%5B%5D=tyz&email=&_page=2"
                .utf8)
        #expect(form["client"]?["name"] == .field("Nguyễn Thị"))
        #expect(form["client"]?["gender"] == .field("female"))
        #expect(form["categories"] == .array([.field("child"), .field("hiv")]))
        #expect(form["languages"] == .array([.field("tyz")]))
        #expect(form["email"] == .null)
        #expect(form["_page"] == nil)
    }

    @Test func numberedRowsBecomeAListWithoutTheBlankOnes() throws {
        let form = try FormParser.parse("opposing.0.name=A&opposing.1.name=&opposing.2.name=C".utf8)
        let reader = FieldReader(form)
        #expect(reader.array("opposing") { $0.string("name") } == ["A", "C"])
        try reader.finish()
    }

    @Test func textsOfAFormBecomeWhatTheyAreReadAs() throws {
        let reader = FieldReader(try FormParser.parse("urgent=on&count=12&half=0.5&category=criminal&at=2026-01-31T08%3A30".utf8))
        #expect(reader.bool("urgent", default: false))
        #expect(!reader.bool("unticked", default: false))
        #expect(reader.int("count") == 12)
        #expect(reader.decimal("half", in: 0...1).description == "0.5")
        #expect(reader.choices("category", LegalField.self) == [.criminal])
        #expect(reader.instant("at") == Instant.parse("2026-01-31T01:30:00Z"))
        try reader.finish()
    }

    @Test(arguments: ["a=%zz", "a=%C3%28", "a=1&a.b=2", "a.b=1&a=2", "a.b.c.d.e.f.g.h.i.j=1"])
    func whatDoesNotFitIsMalformed(text: String) {
        #expect(throws: Problem.self) { try FormParser.parse(text.utf8) }
    }
}
