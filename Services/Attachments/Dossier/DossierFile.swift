import Foundation
import Models

extension DossierList.Entry {
    /// What the paper is called within a ZIP: number, day, kind and its own name, as Windows can write them: no character that it forbids, no full stop or
    /// space at the end, not too long for its paths; letters with their marks as one (NFC).
    func fileName(kind: String) -> String {
        let number = number < 10 ? "0\(number)" : "\(number)"
        let title = FileName(claimed: kind.replacing("/", with: "-")).text.prefix(60)
        let name = FileName(claimed: paper.filename).given(as: paper.contentType).text
        let dot = name.lastIndex(of: ".").flatMap { name.distance(from: $0, to: name.endIndex) <= 10 ? $0 : nil } ?? name.endIndex
        let stem = "\(number) - \(date) - \(title) - \(name[..<dot].prefix(60))"
        return (stem.trimmingCharacters(in: .whitespaces.union(["."])) + name[dot...]).trimmingCharacters(in: .whitespaces.union(["."]))
    }
}
