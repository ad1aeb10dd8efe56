package import Models

/// Something that can be done here, and by whom: one line of the ``AccessTable``.
package struct Right: Sendable {
    /// `<resource>.<action>`.
    package let name: RightName
    /// For each role that has it, over which things.
    package let reaches: [Role: Reach]
    /// Where the law says so.
    package let source: String

    init(_ name: RightName, _ source: String, _ reaches: [Role: Reach]...) {
        self.name = name
        self.source = source
        self.reaches = reaches.reduce(into: [:]) { whole, part in whole.merge(part) { _, later in later } }
    }

    /// Whether every role has it, over everything: it is about what is public.
    var isEverybodys: Bool { Role.allCases.allSatisfy { reaches[$0] == .country } }
}

/// The names of all rights.
package enum RightName: String, CaseIterable, Sendable {
    case enterRequests = "requests.enter"
    case readRequests = "requests.read"
    case correctRequests = "requests.correct"
    case decideRequests = "requests.decide"
    case readCases = "cases.read"
    case workOnCases = "cases.work"
    case decideCases = "cases.decide"
    case appraiseTime = "cases.appraise-time"
    case appraiseQuality = "quality.appraise"
    case findSuccess = "quality.find-success"
    case evaluateQuality = "quality.evaluate"
    case replyToQuality = "quality.reply"
    case subscribeCalendar = "calendar.subscribe"
    case revokeCalendarFeeds = "calendar.revoke"
    case printRegister = "cases.print-register"
    case importRegister = "cases.import-register"
    case keepDocumentTemplates = "documents.keep-templates"
    case readPapers = "papers.read"
    case readPassedPapers = "papers.read-passed"
    case readUploads = "uploads.read"
    case addPapers = "papers.add"
    case readAssignments = "assignments.read"
    case assign = "assignments.assign"
    case answerOffers = "assignments.answer"
    case seeBoard = "assignments.oversee"
    case readOrganisations = "organisations.read"
    case keepOrganisations = "organisations.keep"
    case listHelpers = "helpers.list"
    case readHelpers = "helpers.read"
    case followHelpers = "helpers.follow"
    case keepHelpers = "helpers.keep"
    case keepAbsences = "absences.keep"
    case readAlerts = "alerts.read"
    case acknowledgeAlerts = "alerts.acknowledge"
    case readForms = "report-forms.read"
    case report = "reports.make"
    case keepAccounts = "accounts.keep"
    case keepOwnAccount = "accounts.keep-own"
    case makeProgramKeys = "program-keys.make"
    case readAudit = "audit.read"
    case readRights = "rights.read"
    case watchSystem = "system.watch"
    case handleParked = "parked-messages.handle"
}

extension RightName {
    /// As a token names some of them: in the order of the alphabet, between spaces.
    package static func scope(_ rights: some Sequence<RightName>) -> String {
        rights.map(\.rawValue).sorted().joined(separator: " ")
    }
}
