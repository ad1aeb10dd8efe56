/// The time limits and levers that the services ask for; every version of the pack sets each of them.
package enum DeadlineKey: String, Hashable, Sendable, Codable, CaseIterable {
    /// A case without progress for so long is stalled. A lever of ours.
    case stalled
    /// The answer to a request (Law 11/2017, Điều 30.2): the law says at once and gives no figure.
    case requestAnswer = "request_answer"
    /// Cử người thực hiện in litigation and representation (Law 11/2017, Điều 31.2, 33.2).
    case assignment
    /// The same for advice, where the law sets no limit. A lever of ours.
    case assignmentAdvice = "assignment_advice"
    /// The same for a person held (Điều 31.2).
    case assignmentHeld = "assignment_held"
    /// The same after acceptance at once (thụ lý ngay): the law says “at once” and gives no figure.
    case assignmentAtOnce = "assignment_at_once"
    /// How long a helper may take to answer an offer. A lever of ours.
    case offerAnswer = "offer_answer"
    /// A new helper after a defence registration was refused or cancelled (joint circular 10/2018, Điều 6).
    case replacementDefence = "replacement_defence"
    /// A new helper after a protector's registration was refused (joint circular 10/2018, Điều 6.1).
    case replacementProtector = "replacement_protector"
    /// The answer to a client who asks for another helper (circular 12/2018, Điều 9.1).
    case changeAnswer = "change_answer"
    /// A limitation period or hearing nearer than this lets a case be accepted at once (circular 12/2018, Điều 6.1).
    case pressing
    /// Proof papers after acceptance at once (circular 12/2018, Điều 6.2a).
    case papersLater = "papers_later"
    /// The same from especially difficult areas or under force majeure.
    case papersLaterDifficult = "papers_later_difficult"
    /// Văn bản tư vấn (Law 11/2017, Điều 32.2).
    case writtenAdvice = "written_advice"
    /// The same in complex cases, at most.
    case writtenAdviceComplex = "written_advice_complex"
    /// Verification for another organisation (Điều 34.2).
    case verification
    /// An authority's answer to a recommendation (Điều 36.2).
    case recommendation
    /// So long before a hearing its helper is reminded of it the first time, and again. Levers of ours.
    case hearingReminder = "hearing_reminder"
    case hearingReminderAgain = "hearing_reminder_again"
    /// Bàn giao hồ sơ after the case's end (Điều 39.1).
    case handover
    /// A request's form that was begun and not sent is kept so long after it was last saved. A lever of ours.
    case draftExpiry = "draft_expiry"
    /// An unfinished upload is dropped after this. A lever of ours.
    case uploadExpiry = "upload_expiry"
    /// An upload whose case is not heard of within this is rejected. A lever of ours.
    case unclaimedUpload = "unclaimed_upload"

    /// The longer limit in whose place it may stand, with a reason; nil where the law knows none.
    package var extended: DeadlineKey? { self == .writtenAdvice ? .writtenAdviceComplex : nil }
}
