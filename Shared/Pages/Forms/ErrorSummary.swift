/// Every error of a form, above it, each leading to its field: `parts/errors`.
package struct ErrorSummary: Part {
    let errors: [Link]

    package init(_ errors: [Link]) {
        self.errors = errors
    }

    package func child(named name: String) -> Any? { name == "errors" ? errors : nil }
}
