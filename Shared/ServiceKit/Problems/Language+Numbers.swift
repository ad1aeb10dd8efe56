extension Language {
    /// A whole number in groups of three: `1.234` in Vietnamese, `1,234` in English.
    package func grouped(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { grouped += self == .vi ? "." : "," }
            grouped.append(digit)
        }
        return value < 0 ? "−" + grouped : grouped
    }
}

extension Int {
    /// As each language writes it.
    var grouped: Bilingual { Bilingual(vi: Language.vi.grouped(self), en: Language.en.grouped(self)) }
}
