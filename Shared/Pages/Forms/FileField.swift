/// A file to be chosen: `parts/file`. Its form has `enctype="multipart/form-data"`.
package struct FileField: FormPart {
    package let label: FieldLabel
    let accepts: String

    /// - Parameter accepts: the endings that are offered, with commas: `.xlsx,.csv`.
    package init(_ label: FieldLabel, accepts: String) {
        self.label = label
        self.accepts = accepts
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "part": "parts/file"
        case "accepts": accepts
        default: label.child(named: name)
        }
    }
}
