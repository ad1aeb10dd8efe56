package import Foundation
package import Models

/// What helpers are paid for a case: thù lao, bồi dưỡng (Decree 144/2017, Điều 13; circular 02/2021).
package struct PayPack: ReadablePack {
    /// By the half-day (Điều 13.1, 13.2).
    package struct Sessions: Sendable {
        let form: AidForm
        /// Of the base wage, for a half-day.
        package let rate: Decimal
        /// Half-days of one case that are paid at most, whoever worked on it.
        package let limit: Decimal
        package let article: String
        package let limitArticle: String
        /// Nil where preparation has no cap of its own.
        package let preparationArticle: String?
    }

    /// By the case (Điều 13.1; circular 02/2021, Điều 9), or by the document (Điều 13.4): between two figures, in base wages.
    package struct Span: Sendable {
        let forms: [AidForm]
        package let minimum: Decimal
        package let maximum: Decimal
        package let article: String
        /// What raises a lump sum; empty where nothing does.
        package let raised: [Raise]
    }

    /// Why the lump sum of a case is raised, and how many times (circular 02/2021, Điều 10.1, 10.2).
    package struct Raise: Sendable {
        package let key: String
        package let title: LocalizedText
        let factor: Decimal
        package let article: String
    }

    /// What part of the rates a kind of helper is paid (Điều 13.3).
    package struct Share: Sendable {
        let kind: HelperKind
        let forms: [AidForm]
        package let share: Decimal
        package let article: String
    }

    package let head: PackHead
    package let hours: WorkedHours
    private let sessions: [Sessions]
    private let lumpSum: Span
    private let documents: Span
    private let shares: [Share]

    init(head: PackHead, from entry: inout PackEntry) throws {
        self.head = head
        hours = try entry.required("hours").entry { try WorkedHours(from: &$0) }
        sessions = try entry.required("sessions").entries { try Sessions(from: &$0) }
        lumpSum = try entry.required("lump_sum").entry { try Span(from: &$0) }
        documents = try entry.required("documents").entry { try Span(from: &$0) }
        shares = try entry.required("shares").entries { try Share(from: &$0) }
    }

    package func sessions(for form: AidForm) -> Sessions? { sessions.first { $0.form == form } }
    package func lumpSum(for form: AidForm) -> Span? { lumpSum.forms.contains(form) ? lumpSum : nil }
    package func documents(for form: AidForm) -> Span? { documents.forms.contains(form) ? documents : nil }
    package func share(of kind: HelperKind, for form: AidForm) -> Share? {
        shares.first { $0.kind == kind && $0.forms.contains(form) }
    }
}

extension PayPack.Sessions {
    fileprivate init(from entry: inout PackEntry) throws {
        form = try entry.required("form").choice()
        rate = try entry.decimal("rate")
        limit = try entry.decimal("limit")
        article = try entry.text("article")
        limitArticle = try entry.text("limit_article")
        preparationArticle = try entry.optional("preparation_article")?.text()
    }
}

extension PayPack.Span {
    fileprivate init(from entry: inout PackEntry) throws {
        forms = try entry.choices("forms")
        minimum = try entry.decimal("minimum")
        maximum = try entry.decimal("maximum")
        article = try entry.text("article")
        raised = try entry.optional("raised")?.entries { try PayPack.Raise(from: &$0) } ?? []
        guard 0 < minimum, minimum <= maximum else {
            throw entry.value.error("the minimum is not below the maximum", "Write both in base wages, the smaller one first.")
        }
    }
}

extension PayPack.Raise {
    fileprivate init(from entry: inout PackEntry) throws {
        key = try entry.text("key")
        title = try entry.localized("title")
        factor = try entry.decimal("factor")
        article = try entry.text("article")
        guard factor > 1 else { throw entry.value.error("the factor raises nothing", "Write 1.3 for 130 %.") }
    }
}

extension PayPack.Share {
    fileprivate init(from entry: inout PackEntry) throws {
        kind = try entry.required("kind").choice()
        forms = try entry.choices("forms")
        share = try entry.decimal("share")
        article = try entry.text("article")
        guard 0 < share, share <= 1 else { throw entry.value.error("the share is not a part of one", "Write 0.4 for 40 %.") }
    }
}
