/// How much of something is done, as a bar and in words: `parts/progress`.
package struct ProgressBar: Part {
    let label: String
    let words: String
    let percent: Int

    /// - Parameters:
    ///   - done: how many are done, of `total`; a total of zero counts as nothing done.
    ///   - words: the same in words ("4 trong 7 giấy tờ").
    package init(_ label: String, done: Int, of total: Int, words: String) {
        self.label = label
        self.words = words
        percent = total > 0 ? min(100, max(0, done * 100 / total)) : 0
    }

    package func child(named name: String) -> Any? {
        switch name {
        case "label": label
        case "words": words
        case "percent": percent
        default: nil
        }
    }
}
