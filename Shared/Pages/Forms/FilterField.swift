/// A field that a list can be narrowed by.
package protocol FilterField: FormPart {
    /// Whether something stands in it.
    var isFilled: Bool { get }
}

extension Field: FilterField {
    package var isFilled: Bool { !value.isEmpty }
}

extension Select: FilterField {
    package var isFilled: Bool { !(chosen ?? "").isEmpty }
}

extension DateField: FilterField {
    package var isFilled: Bool { [day, month, year].contains { !$0.isEmpty } }
}
