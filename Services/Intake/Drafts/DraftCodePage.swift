import Foundation
import Models
import Pages
import ServiceKit

/// What `intake-draft-code.mustache` shows: the code by which a draft is found again, and the way on.
struct DraftCodePage: Part {
    let code: SecretCode
    let expiresAt: Date
    let t: Sentences

    func child(named name: String) -> Any? {
        switch name {
        case "code": code.text
        case "until": t("draft_code_until", ["date": t.formats.date(LegalDate(expiresAt))])
        default: nil
        }
    }
}
