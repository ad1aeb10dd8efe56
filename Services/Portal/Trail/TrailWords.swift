import Foundation
import Models
import Pages
import Rules
import ServiceKit

/// Lines of the trail as people read them. An action without words is told as the trail names it (`Tests/EndToEnd/test_trail_words.py` looks that all
/// have some).
struct TrailWords {
    let t: Sentences
    let forms: PrintedFormPack

    func action(_ name: String) -> String { t.known("audit_action_\(Self.key(name))") ?? name }

    func kind(_ name: String) -> String { t.known("audit_kind_\(Self.key(name))") ?? name }

    /// What a line says besides, as far as it is for people; nil where that is nothing. Ids, digests and keys of rule packs are for programs, which read
    /// the exported trail.
    func details(_ details: [String: String]?) -> String? {
        let told = (details ?? [:]).sorted { $0.key < $1.key }.compactMap { words($0.value, of: $0.key) }
        return told.isEmpty ? nil : told.joined(separator: "; ")
    }

    private func words(_ value: String, of name: String) -> String? {
        switch name {
        case "part": t.known("audit_part_\(Self.key(value))")
        case "form": forms.forms.first { $0.key == value }?.title.text(t.language.rawValue)
        case "format": value == "print" ? nil : value.uppercased()
        case "role": t.known("role_\(value)") ?? t.known("party_role_\(value)")
        case "channel": t.known("channel_\(value)") ?? t.known("helper_change_channel_\(value)")
        case "code": value
        default: t.known("audit_detail_\(Self.key(name))").map { "\($0) \(shown(value))" }
        }
    }

    private func shown(_ value: String) -> String {
        if let day = LegalDate(value) { return t.formats.date(day) }
        return Int(value).map(t.formats.number) ?? value
    }

    /// As the keys of the catalogue write it.
    static func key(_ name: String) -> String { name.replacing(".", with: "_").replacing("-", with: "_") }
}
