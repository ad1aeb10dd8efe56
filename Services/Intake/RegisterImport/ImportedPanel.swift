import Pages

/// Where a case came from and what is not known of it, on its page.
struct ImportedPanel: Part {
    let facts: ImportedFacts
    let t: Sentences

    func child(named name: String) -> Any? {
        switch name {
        case "text": t("register_import_case_text", ["line": t.formats.number(facts.line)])
        case "lacks":
            facts.gaps.isEmpty
                ? nil : t("register_import_lacks", ["fields": facts.gaps.map { t("register_import_field_\($0)") }.joined(separator: ", ")])
        case "helper": facts.helperName.map { t("register_import_case_helper", ["name": $0]) }
        default: nil
        }
    }
}
