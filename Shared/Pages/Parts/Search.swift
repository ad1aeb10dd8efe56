/// A box to search with, and its button: `parts/search`, a plain GET.
package struct Search: Part {
    let action: String
    let field: any FormPart
    let kept: [HiddenField]

    /// - Parameters:
    ///   - action: the address of the page with what is found.
    ///   - field: the box: a ``Field`` of kind `search`, or a ``SuggestField``.
    ///   - kept: what the address holds besides.
    package init(action: String, field: any FormPart, kept: [HiddenField] = []) {
        self.action = action
        self.field = field
        self.kept = kept
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "action": action
        case "field": field
        case "kept": kept
        default: nil
        }
    }
}
