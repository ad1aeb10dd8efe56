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

    @Test func otherVersionsTellNoTime() {
        #expect(UUID(uuidString: "0b0c61dc-3a4c-4b5e-9d6e-0d0b1f7f3c11")?.instant == nil)
    }
}
