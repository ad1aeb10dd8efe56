import Database
import Foundation
import Models
import ServiceKit
import Testing

@testable import Assignment

/// Whom a person means who types a helper's name.
@Suite struct SuggestionTests {
    private func named(_ text: String, for id: CaseID, _ office: Office) async throws -> HelperID {
        let suggestions = HelperSuggestions(rules: office.registers.rules, clock: office.clock)
        let assignment = try await office.assignment(id)
        return try await office.database.transaction(.service) { try await suggestions.named(text, for: assignment, in: $0) }
    }

    private func fault(_ text: String, for id: CaseID, _ office: Office) async throws -> String? {
        let problem = await #expect(throws: Problem.self) { try await named(text, for: id, office) }
        return problem?.errors.first?.code
    }

    private func found(_ text: String, for id: CaseID, _ office: Office) async throws -> [String] {
        let suggestions = HelperSuggestions(rules: office.registers.rules, clock: office.clock)
        let assignment = try await office.assignment(id)
        return try await office.database.transaction(.service) {
            try await suggestions.found(text, for: assignment, in: $0).map(HelperSuggestions.words)
        }
    }

    @Test func oneIsMeantByTheirNameHoweverItIsTyped() async throws {
        let office = try await Office.open()
        let id = try await office.openCase()
        let helper = try await office.helper("Đặng Thị Hường")
        for text in ["Đặng Thị Hường", "dang thi huong", " DANG  THI HUONG "] {
            #expect(try await named(text, for: id, office) == helper)
        }
        #expect(try await fault("Đặng Thị", for: id, office) == "unknown_helper", "a part of a name is nobody's")
    }

    @Test func theNumberOfTheCardTellsTwoOfOneNameApart() async throws {
        let office = try await Office.open()
        let id = try await office.openCase()
        let first = try await office.helper("Nguyễn Văn An", card: "TGV-01")
        let second = try await office.helper("Nguyễn Văn An", card: "TGV-02")
        #expect(try await fault("Nguyễn Văn An", for: id, office) == "ambiguous_helper")
        #expect(try await named("Nguyễn Văn An (TGV-01)", for: id, office) == first)
        #expect(try await named("nguyen van an (tgv-02)", for: id, office) == second)
        #expect(try await fault("Nguyễn Văn An (TGV-03)", for: id, office) == "unknown_helper")
    }

    @Test func whatIsSuggestedIsWhatIsMeant() async throws {
        let office = try await Office.open()
        let id = try await office.openCase()
        let names = [
            ("Lê Thị Bé (Hai)", nil), ("Lê Thị Bé (Hai)", "9"), ("Lê Thị Bé", "Hai"), ("H'Yuên Niê", "LS-7"), ("Trần (Ba) Văn", nil),
        ]
        var helpers: [HelperID] = []
        for (name, card) in names { helpers.append(try await office.helper(name, card: card)) }
        // The first has no card, and the name of the second: it cannot be told by its name, and says so.
        #expect(try await named("Lê Thị Bé (Hai) (9)", for: id, office) == helpers[1])
        #expect(try await named("Lê Thị Bé (Hai)", for: id, office) == helpers[2])
        #expect(try await named("H'Yuên Niê (LS-7)", for: id, office) == helpers[3])
        #expect(try await named("Trần (Ba) Văn", for: id, office) == helpers[4])
        #expect(try await found("niê", for: id, office) == ["H'Yuên Niê (LS-7)"])
    }

    @Test func aNameThatEndsInBracketsIsMeantByIt() async throws {
        let office = try await Office.open()
        let id = try await office.openCase()
        let helper = try await office.helper("Nguyễn Văn An (B)")
        try await office.helper("Nguyễn Văn An (C)")
        #expect(try await named("Nguyễn Văn An (B)", for: id, office) == helper)
        #expect(try await fault("Nguyễn Văn An", for: id, office) == "unknown_helper")
    }

    @Test func onlyWhoMayTakeTheCaseIsSuggested() async throws {
        let office = try await Office.open()
        let present = try await office.helper("An Một")
        let id = try await office.openCase(at: office.branch)
        try await office.helper("An Hai", .collaborator)
        try await office.helper("An Ba", at: office.branch)
        let gone = try await office.helper("An Bốn", at: office.branch)
        try await office.database.transaction(.service) {
            _ = try await $0.execute("update helpers set active = false where id = \(gone)")
        }
        #expect(try await office.assignment(id).helper == present)
        #expect(try await found("an", for: id, office) == ["An Ba"], "the branch's own, of a kind that litigates, but for who has it")
        #expect(try await fault("An Một", for: id, office) == "unknown_helper")
        #expect(try await fault("An Hai", for: id, office) == "unknown_helper")
    }
}
