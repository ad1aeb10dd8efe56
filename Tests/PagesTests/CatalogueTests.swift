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

    /// Keys that the code hands on by their name: labels, hints and prompts of fields, titles, notices.
    @Test func everyKeyThatIsHandedOnIsInTheCatalogue() throws {
        let missing = try SourceTree.code().flatMap { path, text in
            let fields = text.matches(of: /\.(?:text|area|select|radios|checkboxes|date|halfDay|suggest)\(\s*"[^"]*",\s*"([a-z0-9_]+)"/)
            let named = text.matches(of: /\b(?:hint|prompt|title|notice|key): "([a-z0-9_]+)"/)
            return (fields.map { String($0.1) } + named.map { String($0.1) }).map { (path, $0) }
        }.filter { !vi.contains($0.1) }
        #expect(missing.map { "\($0.0): \($0.1)" } == [])
    }

    /// A sentence is used where a template calls it, where its key stands in the code, or where the code makes its key of a value
    /// (`"case_state_\(…)"`) that the sources know. Names that a part answers to (`case "title":`, `"title":`) are no keys.
    @Test func noSentenceIsUnused() throws {
        var used = Set(try SourceTree.templates().flatMap { $0.text.matches(of: /\bt\.([a-z0-9_]+)/).map { String($0.1) } })
        var made: [(start: String, end: String)] = []
        for (_, text) in try SourceTree.code() {
            let plain = text.replacing(/\n\s*case "[^:\n]*:/, with: "\n").replacing(/"[a-z0-9_]+":/, with: "")
            used.formUnion(plain.matches(of: /"([a-z0-9_]+)"/).map { String($0.1) })
            made += plain.matches(of: /"([a-z0-9_]+_)\\\((?:[^()"]|\([^()]*\))*\)([a-z0-9_]*)"/).map { (String($0.1), String($0.2)) }
        }
        let values = try SourceTree.values()
        // A notice comes by its whole key, never made of what the address says.
        made.removeAll { $0.start == "notice_" }
        let unused = vi.subtracting(used).filter { key in
            !made.contains { start, end in
                key.hasPrefix(start) && key.hasSuffix(end) && key.count > start.count + end.count
                    && Self.isKnown(key.dropFirst(start.count).dropLast(end.count), values)
            }
        }
        #expect(unused.sorted() == [])
        // English forms for one thing belong to sentences that are counted.
        let counted = Set(try SourceTree.code().flatMap { $0.text.matches(of: /\.count\(\s*"([a-z0-9_]+)"/).map { String($0.1) } })
        #expect(en.subtracting(vi).map { String($0.dropLast("_one".count)) }.filter { !counted.contains($0) }.sorted() == [])
    }

    /// Whether a value stands in the sources, whole or in two pieces that they put together.
    private static func isKnown(_ value: Substring, _ values: Set<String>) -> Bool {
        values.contains(String(value))
            || value.indices.contains {
                value[$0] == "_" && values.contains(String(value[...$0])) && values.contains(String(value[value.index(after: $0)...]))
            }
    }

    /// A longer name of a sheet is cut off (ECMA-376).
    @Test(arguments: Language.allCases) func namesOfSheetsAreShort(_ language: Language) {
        let t = catalogue.sentences(in: language)
        for key in ["helper_import_sheet", "account_import_sheet", "register_import_report"] { #expect((1...31).contains(t(key).count)) }
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
