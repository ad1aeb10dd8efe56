import Foundation
import Models
import Testing

@Suite struct IdentifierTests {
    @Test func newIdsAreVersionSevenAndTellTheirTime() throws {
        let instant = Date(timeIntervalSince1970: 1_795_400_000.123)
        let id = CaseID(at: instant)
        #expect(id.description.dropFirst(14).first == "7")
        #expect(["8", "9", "a", "b"].contains(id.description.dropFirst(19).first))
        #expect(try abs(#require(id.uuid.instant).timeIntervalSince(instant)) < 0.001)
    }

    @Test func laterIdsSortAfterEarlierOnes() {
        let earlier = CaseID(at: Date(timeIntervalSince1970: 1_795_400_000))
        let later = CaseID(at: Date(timeIntervalSince1970: 1_795_400_000.002))
        #expect(earlier.description < later.description)
    }

    @Test func idsOfOneMillisecondSortByTheirTime() {
        let begin = Date(timeIntervalSince1970: 1_795_400_000.002)
        let ids = (0..<10).map { CaseID(at: begin.addingTimeInterval(Double($0) * 0.000_05)).description }
        #expect(ids == ids.sorted())
        #expect(Set(ids.map { $0.prefix(13) }).count == 1)
    }

    @Test func idsOfOneInstantDiffer() {
        let instant = Date(timeIntervalSince1970: 1_795_400_000.000_9)
        #expect(Set((0..<1_000).map { _ in CaseID(at: instant) }).count == 1_000)
    }

    @Test func otherVersionsTellNoTime() {
        #expect(UUID(text: "0b0c61dc-3a4c-4b5e-9d6e-0d0b1f7f3c11")?.instant == nil)
    }

    @Test func textIsAsFoundationWritesItInLowerCase() {
        for _ in 0..<1_000 {
            let id = UUID()
            #expect(id.text == id.uuidString.lowercased())
            #expect(UUID(text: id.text) == id)
            #expect(UUID(text: id.uuidString) == id)
        }
    }

    @Test(arguments: [
        "", "0b0c61dc-3a4c-4b5e-9d6e-0d0b1f7f3c1", "0b0c61dc-3a4c-4b5e-9d6e-0d0b1f7f3c111", "0b0c61dc3a4c4b5e9d6e0d0b1f7f3c11",
        "0b0c61dc-3a4c-4b5e-9d6e0-d0b1f7f3c11", "0b0c61dc-3a4c-4b5e-9d6e-0d0b1f7f3c1g", "{0b0c61dc-3a4c-4b5e-9d6e-0d0b1f7f3c1}",
    ])
    func whatIsNoUUIDIsRefused(_ text: String) {
        #expect(UUID(text: text) == nil)
    }
}
