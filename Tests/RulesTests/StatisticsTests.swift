import Models
import Rules
import Testing

@Suite struct StatisticsTests {
    let persons: StatisticalForm
    let cases: StatisticalForm

    init() throws {
        let rules = try RulePacks.load()
        persons = try #require(rules.statisticalForm("bieu-24", on: day(2026, 1, 1)))
        cases = try #require(rules.statisticalForm("bieu-25", on: day(2026, 1, 1)))
    }

    @Test func bothFormsHaveTwentyFiveRows() {
        for form in [persons, cases] {
            #expect(form.rows.count == 25)
            #expect(form.rows[0].field == nil && form.rows[0].form == nil)
            for (index, field) in LegalField.allCases.enumerated() {
                let start = 1 + index * 4
                #expect(form.rows[start...(start + 3)].allSatisfy { $0.field == field })
                #expect(form.rows[start...(start + 3)].map(\.form) == [nil, .litigation, .advice, .representation])
            }
        }
    }

    @Test func columnsOfForm24StandInTheirOrder() {
        let expected: [ColumnCount] =
            [.persons, .gender(.male), .gender(.female)]
            + [["meritorious"], ["poor_household"], ["ethnic_minority"]].map(categories)
            + [.together([.poorHousehold, .ethnicMinority])]
            + [
                ["child"], ["accused_16_18", "minor_in_proceedings"], ["near_poor_accused"], ["martyr_family"], ["agent_orange"],
                ["elderly"], ["disabled"], ["victim_16_18"], ["domestic_violence_victim"], ["trafficking_victim"], ["hiv"],
            ].map(categories)
        #expect(persons.columns.map(\.counts) == expected)
        #expect(persons.columns.map(\.index) == Array(1...18))
    }

    @Test func columnsOfForm25StandInTheirOrder() {
        #expect(
            cases.columns.map(\.counts) == [
                .handled, .carriedOver, .newlyAccepted, .finished, .finishedBy(.officer), .finishedBy(.lawyerOnContract),
                .finishedBy(.lawyerOfOrganisation), .finishedBy(.adviser), .finishedBy(.collaborator), .openAtEnd, .stopped,
            ])
    }

    @Test func personIsCountedInTotalFieldAndFormRows() {
        let turn = PersonTurn(
            field: .civil, form: .advice, gender: .female, countedAs: Category(rawValue: "child"), poorAndEthnicMinority: false)
        #expect(
            persons.cells(counting: turn).map(\.description) == ["r1c1", "r1c3", "r1c8", "r6c1", "r6c3", "r6c8", "r8c1", "r8c3", "r8c8"])
    }

    @Test(arguments: [Category.poorHousehold, .ethnicMinority])
    func poorAndEthnicMinorityStandInTheJointColumnOnly(category: Category) {
        let turn = PersonTurn(field: .other, form: .representation, gender: .other, countedAs: category, poorAndEthnicMinority: true)
        #expect(Set(persons.cells(counting: turn).map(\.column)) == [1, 7])
    }

    @Test func countedAsAnotherCategoryTheJointColumnStaysEmpty() {
        let turn = PersonTurn(
            field: .other, form: .advice, gender: .male, countedAs: Category(rawValue: "hiv"), poorAndEthnicMinority: true)
        #expect(Set(persons.cells(counting: turn).map(\.column)) == [1, 2, 18])
    }

    @Test func totalIsTheSumOfTheCategoryColumns() throws {
        for category in try RulePacks.load().knownCategories {
            for together in [true, false] {
                let turn = PersonTurn(
                    field: .labour, form: .litigation, gender: .other, countedAs: category, poorAndEthnicMinority: together)
                let columns = persons.cells(counting: turn).filter { $0.row == 1 }.map(\.column)
                #expect(columns.count == 2 && columns[0] == 1 && (4...18).contains(columns[1]))
            }
        }
    }

    @Test func finishedCaseIsCountedByPerformer() {
        let turn = CaseTurn(field: .criminal, form: .litigation, carriedOver: true, ending: .finished(.lawyerOnContract))
        #expect(cases.cells(counting: turn).filter { $0.row == 3 }.map(\.column) == [1, 2, 4, 6])
    }

    @Test func openAndStoppedCasesBalance() {
        let open = CaseTurn(field: .criminal, form: .advice, carriedOver: false, ending: .open)
        #expect(cases.cells(counting: open).filter { $0.row == 1 }.map(\.column) == [1, 3, 10])
        let stopped = CaseTurn(field: .criminal, form: .advice, carriedOver: false, ending: .stopped)
        #expect(cases.cells(counting: stopped).filter { $0.row == 1 }.map(\.column) == [1, 3, 11])
    }

    @Test func lawyersAreToldApartByTheirOrganisation() {
        #expect(Performer(.lawyer, of: .centre) == .lawyerOnContract)
        #expect(Performer(.lawyer, of: .branch) == .lawyerOnContract)
        #expect(Performer(.lawyer, of: .contracted) == .lawyerOfOrganisation)
        #expect(Performer(.lawyer, of: .registered) == .lawyerOfOrganisation)
    }

    @Test func cellNamesAreReadBack() {
        #expect(ReportCell("r3c4") == ReportCell(row: 3, column: 4))
        for bad in ["", "r0c1", "r1c0", "c1r1", "r1", "r1c2x", "R1C2"] { #expect(ReportCell(bad) == nil) }
        #expect(persons.has(ReportCell(row: 25, column: 18)))
        #expect(!persons.has(ReportCell(row: 26, column: 1)))
        #expect(cases.cells.count == 25 * 11)
    }

    private func categories(_ names: [String]) -> ColumnCount { .categories(names.map(Category.init(rawValue:))) }
}
