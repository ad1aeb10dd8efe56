import ServiceKit

/// What is wrong with a layout, and on which line.
struct LayoutFault: Hashable, Sendable {
    /// From 1.
    let line: Int
    let message: Bilingual

    /// As the error of a field.
    var text: Bilingual {
        Bilingual(vi: "Dòng \(line): \(message.text(.vi))", en: "Line \(line): \(message.text(.en))")
    }
}
