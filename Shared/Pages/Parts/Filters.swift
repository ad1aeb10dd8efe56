/// The form above a table that narrows it, with what it is narrowed by: `parts/filters`. A plain GET, so that every view has an
/// address; sent in a body where people look for names, which stand in no address.
package struct Filters: Part {
    let action: String
    let isSent: Bool
    let fields: [any FormPart]
    let more: [any FilterField]
    let kept: [HiddenField]
    let chosen: [Link]
    let clear: String

    /// - Parameters:
    ///   - action: the address of the table.
    ///   - isSent: by POST, which leads to the address of what was found.
    ///   - fields: what can be narrowed by; they always stand there.
    ///   - more: what else, behind one line where the window is narrow: else the first row is far down on a telephone. Unfolded where one of them is
    ///     filled in.
    ///   - kept: what the address holds besides: the sorting, the tab.
    ///   - chosen: what the table is narrowed by now, each with the address that lets it go.
    ///   - clear: the address without any of them; `action` if not given.
    package init(
        action: String, isSent: Bool = false, fields: [any FormPart], more: [any FilterField] = [], kept: [HiddenField] = [],
        chosen: [Link] = [], clear: String? = nil
    ) {
        self.action = action
        self.isSent = isSent
        self.fields = fields
        self.more = more
        self.kept = kept
        self.chosen = chosen
        self.clear = clear ?? action
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "action": action
        case "method": isSent ? "post" : "get"
        case "fields": fields
        case "folds": !more.isEmpty
        case "unfolded": more.contains(where: \.isFilled)
        case "more": more
        case "kept": kept
        case "narrowed": !chosen.isEmpty
        case "chosen": chosen
        case "clear": clear
        default: nil
        }
    }
}
