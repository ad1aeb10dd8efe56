import Database

/// What a mail tells; the name is also its template in the catalogue (`mail_case_assigned_…`).
enum MailKind: String, CaseIterable, Sendable {
    case caseAssigned = "case-assigned"
    case caseStalled = "case-stalled"
    case suspensionOverdue = "suspension-overdue"
    case changeLate = "change-late"
    case noHelperFound = "no-helper-found"
    case hearingReminder = "hearing-reminder"
    case hearingMoved = "hearing-moved"
    case hearingCancelled = "hearing-cancelled"
    case paperRejected = "paper-rejected"
    case uploadExpired = "upload-expired"
    case accountInvitation = "account-invitation"
    case accountPassword = "account-password"

    /// Whether what it says must not be kept once it has gone: it opens an account.
    var isSecret: Bool { self == .accountInvitation || self == .accountPassword }

    /// As the keys of the catalogue write it.
    var key: String { rawValue.replacing("-", with: "_") }
}

extension MailKind: Bindable, ColumnDecodable {}
