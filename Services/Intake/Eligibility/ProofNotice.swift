import Models
import Pages
import ServiceKit

/// Says on a page that a case waits for its proofs, until when, and what follows if they do not come (circular 12/2018, Điều 6.2).
struct ProofNotice: Sendable {
    let proof: ProofState?
    let today: LegalDate
    let t: Sentences

    /// Nil where nothing is awaited.
    var notice: Notice? {
        guard let day = proof?.awaitedUntil else { return nil }
        let isLate = day < today
        let values = ["date": t.formats.date(day)]
        return Notice(
            isLate ? .danger : .warning, title: t(isLate ? "proof_late_title" : "proof_awaited_title", values),
            text: t("proof_awaited_text"))
    }
}
