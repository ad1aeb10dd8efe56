import Foundation
import Models
import Pages
import ServiceKit
import Testing

/// Every sentence is there in both languages, and none is there for nothing.
@Suite struct CatalogueTests {
    private let catalogue: Catalogue
    private let vi: Set<String>
    private let en: Set<String>

    init() throws {
        catalogue = try Catalogue(folder: SourceTree.root.appending(path: "Shared/Pages/Catalogue"))
        vi = catalogue.keys(in: .vi)
        en = catalogue.keys(in: .en)
    }

    @Test func bothLanguagesHaveTheSameSentences() {
        #expect(vi.subtracting(en).sorted() == [])
        // English alone has forms for one thing.
        let singular = en.filter { $0.hasSuffix("_one") && vi.contains(String($0.dropLast(4))) }
        #expect(en.subtracting(vi).subtracting(singular).sorted() == [])
    }

    @Test func everySentenceOfATemplateIsInTheCatalogue() throws {
        let missing = try SourceTree.templates().flatMap { path, text in
            text.matches(of: /\{\{[#^&]?\s*t\.([a-z0-9_]+)/).map { (path, String($0.1)) }
        }.filter { !vi.contains($0.1) || !en.contains($0.1) }
        #expect(missing.map { "\($0.0): \($0.1)" } == [])
    }

    @Test func everySentenceOfTheCodeIsInTheCatalogue() throws {
        let missing = try SourceTree.code().flatMap { path, text in
            text.matches(of: /\b(?:t|sentences)(?:\.count)?\("([a-z0-9_]+)"/).map { (path, String($0.1)) }
        }.filter { !vi.contains($0.1) || !en.contains($0.1) }
        #expect(missing.map { "\($0.0): \($0.1)" } == [])
    }

    @Test func noSentenceIsUnused() throws {
        var used = Set(try SourceTree.templates().flatMap { $0.text.matches(of: /\bt\.([a-z0-9_]+)/).map { String($0.1) } })
        var families: Set<String> = []
        for (_, text) in try SourceTree.code() {
            used.formUnion(text.matches(of: /"([a-z0-9_]+)"/).map { String($0.1) })
            families.formUnion(text.matches(of: /"([a-z0-9_]+_)\\\(/).map { String($0.1) })
        }
        let unused = vi.filter { key in !used.contains(key) && !families.contains { key.hasPrefix($0) } }
        #expect(unused.sorted() == [])
    }

    @Test(arguments: Language.allCases) func everyValueOfTheVocabularyHasALabel(_ language: Language) {
        let t = catalogue.sentences(in: language)
        let labels =
            AidForm.allCases.map { t.label($0) } + LegalField.allCases.map { t.label($0) } + Gender.allCases.map { t.label($0) }
            + Hardship.allCases.map { t.label($0) } + Channel.allCases.map { t.label($0) } + Role.allCases.map { t.label($0) }
            + ProceedingsRole.allCases.map { t.label($0) } + CaseState.allCases.map { t.label($0) }
            + RequestState.allCases.map { t.label($0) }
            + AssignmentState.allCases.map { t.label($0) } + HelperKind.allCases.map { t.label($0) }
            + OrganisationKind.allCases.map { t.label($0) } + ConflictVerdict.allCases.map { t.label($0) }
        #expect(labels.filter { $0.hasPrefix("[") || $0.isEmpty } == [])
    }

    @Test(arguments: [
        "meritorious", "poor_household", "child", "ethnic_minority", "accused_16_18", "near_poor_accused", "martyr_family", "agent_orange",
        "elderly", "disabled", "victim_16_18", "domestic_violence_victim", "trafficking_victim", "hiv",
    ])
    func everyCategoryOfTheLawHasALabel(_ category: String) {
        for language in Language.allCases {
            #expect(catalogue.sentences(in: language).label(Models.Category(rawValue: category)) != category)
        }
    }

    @Test func placeholdersAreFilledAndAgreeBetweenLanguages() throws {
        let vietnamese = catalogue.sentences(in: .vi)
        let english = catalogue.sentences(in: .en)
        func placeholders(_ text: String) -> Set<String> { Set(text.matches(of: /\{([a-z]+)\}/).map { String($0.1) }) }
        let differing = vi.filter { placeholders(vietnamese($0)) != placeholders(english($0)) }
        #expect(differing.sorted() == [])
        #expect(vietnamese.count("styleguide_count", 1_234) == "1.234 vụ việc")
        #expect(english.count("styleguide_count", 1) == "1 case")
        #expect(english.count("styleguide_count", 2) == "2 cases")
    }
}
