import Foundation
import Models
import Pages
import ServiceKit

/// What `intake-draft-code.mustache` shows: the code by which a draft is found again, once, and the way on.
struct DraftCodePage: Part {
    let code: SecretCode
    /// Made just now; else its owner has it written down.
    let isNew: Bool
    let expiresAt: Date
    let t: Sentences

    func child(named name: String) -> Any? {
        switch name {
        case "new": isNew
        case "code": code.text
        case "until": t("draft_code_until", ["date": t.formats.date(LegalDate(expiresAt))])
        default: nil
        }
    }
}
