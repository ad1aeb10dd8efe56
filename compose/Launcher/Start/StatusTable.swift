/// One readable line a part.
enum StatusTable {
    static func lines(_ parts: [PartStatus]) -> [String] {
        let head = line("part", "state", "process", "port", "version", "restarts")
        return ["", head]
            + parts.map { part in
                line(
                    part.name, part.state.rawValue, part.pid.map(String.init) ?? "–", part.port.map(String.init) ?? "–",
                    part.version ?? "–", String(part.restarts))
            }
    }

    private static func line(_ cells: String...) -> String {
        let widths = [22, 12, 9, 7, 10, 8]
        let text = zip(cells, widths).map { $0.padded(to: $1) }.joined(separator: " ")
        return "  " + text.trimmingSuffix(while: \.isWhitespace)
    }
}

extension String {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> String {
        var end = endIndex
        while end > startIndex, predicate(self[index(before: end)]) { end = index(before: end) }
        return String(self[..<end])
    }
}
