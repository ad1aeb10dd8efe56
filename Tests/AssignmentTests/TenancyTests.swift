import Database
import HTTPTypes
import Models
import Rules
import ServiceKit
import Testing

@testable import Assignment

@Suite struct TenancyTests {
    @Test func anotherCentreSeesNoHelperAndNoCase() async throws {
        let office = try await Office.open()
        let helper = try await office.helper("An")
        let id = try await office.openCase()
        let stranger = OrganisationID(at: office.clock.now)
        let seen = try await office.database.transaction(.organisations([stranger])) { transaction in
            (
                try await HelperStore.find(helper, on: office.clock.today, in: transaction)?.id,
                try await AssignmentStore.find(id, in: transaction)?.id,
                try await OrganisationStore.find(office.centre, in: transaction)?.id
            )
        }
        #expect(seen == (nil, nil, office.centre), "organisations are public, the rest is not")
    }

    @Test func centreSeesItsBranchButNotTheOtherWay() async throws {
        let office = try await Office.open()
        let atBranch = try await office.helper("An", at: office.branch)
        let atCentre = try await office.helper("Bình")
        let today = office.clock.today
        let below = try await office.database.transaction(.organisations([office.centre])) { transaction in
            try await HelperStore.find(atBranch, on: today, in: transaction)
        }
        #expect(below?.id == atBranch)
        let above = try await office.database.transaction(.organisations([office.branch])) { transaction in
            try await HelperStore.find(atCentre, on: today, in: transaction)
        }
        #expect(above == nil)
    }

    @Test func provinceEntersParticipatingOrganisationsOnly() async throws {
        let office = try await Office.open()
        let justice = Identity(subject: "s", name: "Sở", role: .province, province: "08", jti: "3")
        func enter(_ kind: String, province: String = "08") async throws -> Organisation {
            let reader = FieldReader(["kind": .string(kind), "province": .string(province), "name": "Văn phòng luật sư", "code": "VP1"])
            let draft = OrganisationDraft(reader, rules: office.registers.rules)
            try reader.finish()
            return try await office.database.transaction(justice.scope) { transaction in
                try await EnterOrganisation(registers: office.registers).enter(draft, by: justice, .system, in: transaction)
            }
        }
        #expect(try await enter("contracted").version == 1)
        for (kind, province) in [("centre", "08"), ("registered", "11")] {
            let problem = await #expect(throws: Problem.self) { try await enter(kind, province: province) }
            #expect(problem?.status == .forbidden)
        }
        let taken = await #expect(throws: Problem.self) { try await enter("contracted") }
        #expect(taken?.errors.map(\.pointer) == ["/code"])
    }

    @Test func provinceSeesItsHelpersAndCases() async throws {
        let office = try await Office.open()
        let helper = try await office.helper("An")
        let id = try await office.openCase()
        func seen(_ province: String) async throws -> [Bool] {
            try await office.database.transaction(.province(province)) { transaction in
                [
                    try await HelperStore.find(helper, on: office.clock.today, in: transaction) != nil,
                    try await AssignmentStore.find(id, in: transaction) != nil,
                ]
            }
        }
        #expect(try await seen("08") == [true, true])
        #expect(try await seen("11") == [false, false])
    }

    @Test func provinceKeepsTheStaffOfParticipatingOrganisations() async throws {
        let office = try await Office.open()
        let justice = Identity(subject: "s", name: "Sở", role: .province, province: "08", jti: "3")
        let firm = try await office.organisation("contracted", code: "VP1")
        let reader = FieldReader(["kind": "adviser", "name": "Lã Thị Thơm"])
        let draft = HelperDraft(reader, today: office.clock.today)
        let helper = try await office.database.transaction(justice.scope) { transaction in
            try await KeepHelper(registers: office.registers).enter(draft, at: firm, by: justice, .system, in: transaction)
        }
        #expect(helper.organisation == firm)
    }

    @Test func helpersWorkWhereTheLawLetsThem() async throws {
        let office = try await Office.open()
        let problem = await #expect(throws: Problem.self) { try await office.helper("An", .adviser) }
        #expect(problem?.errors.map(\.pointer) == ["/kind"])
    }

    @Test func namesAreFoundWithoutTones() async throws {
        let office = try await Office.open()
        try await office.helper("Đặng Thị Hường")
        try await office.helper("Lò Văn Ún")
        let found = try await office.database.transaction(.organisations([office.centre])) { transaction in
            try await HelperStore.list(HelperFilter(name: "dang thi huong"), on: office.clock.today, in: transaction)
        }
        #expect(found.map(\.name) == ["Đặng Thị Hường"])
    }

    @Test(arguments: HelperSort.allCases, [false, true]) func helpersAreSortedByEachColumnAndKeepTheirPlace(
        column: HelperSort, isDescending: Bool
    ) async throws {
        let office = try await Office.open()
        for name in ["Cà Thị Phanh", "An Văn Bảy", "Bùi Đức Ý"] { try await office.helper(name) }
        var filter = HelperFilter(sorting: Sorting(column, isDescending: isDescending), page: PageRequest(limit: 1))
        var found: [String] = []
        for _ in 0..<4 {
            let part = try await office.database.transaction(.organisations([office.centre])) { [filter] in
                try await HelperStore.list(filter, on: office.clock.today, in: $0)
            }
            guard let helper = part.first else { break }
            found.append(helper.name)
            filter.page = PageRequest(limit: 1, after: filter.cursor(helper))
        }
        // All else is the same of them: the name decides.
        let byName = ["An Văn Bảy", "Bùi Đức Ý", "Cà Thị Phanh"]
        #expect(found == (isDescending ? byName.reversed() : byName))
    }

    @Test(arguments: OrganisationSort.allCases) func organisationsAreSortedByEachColumnAndKeepTheirPlace(
        column: OrganisationSort
    ) async throws {
        let office = try await Office.open()
        _ = try await office.organisation("contracted", code: "VP1")
        var filter = OrganisationFilter()
        filter.sorting = Sorting(column, isDescending: true)
        let whole = try await office.database.transaction(.service) { [filter] in try await OrganisationStore.list(filter, in: $0) }
        filter.page = PageRequest(limit: 1)
        var walked: [OrganisationID] = []
        for _ in 0..<4 {
            let part = try await office.database.transaction(.service) { [filter] in
                try await OrganisationStore.list(filter, in: $0)
            }
            guard let one = part.first else { break }
            walked.append(one.id)
            filter.page = PageRequest(limit: 1, after: filter.cursor(one))
        }
        #expect(walked.count == 3 && walked == whole.map(\.id))
        if column == .code { #expect(whole.map(\.code) == ["VP1", "TT", "CN1"]) }
    }

    @Test func everyWrongFieldIsNamed() throws {
        let reader = FieldReader([
            "kind": "bureau", "parent": "x", "province": "00", "name": "", "code": "T.T", "email": "no mail", "extra": 1,
        ])
        _ = OrganisationDraft(reader, rules: try .load())
        let problem = #expect(throws: Problem.self) { try reader.finish() }
        let pointers = Set((problem?.errors ?? []).map(\.pointer.description))
        #expect(pointers == ["/kind", "/parent", "/province", "/name", "/code", "/email", "/extra"])
    }
}
