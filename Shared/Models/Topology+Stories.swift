/// The story of a kind of aggregate as one service tells it: its messages are numbered from 1 without gaps, under all these names together.
/// The same aggregate can have a story by each of several services (a case: by Intake, by Assignment, by Notifications).
package struct Story: Sendable, Hashable {
    /// `<producer>.<kind>`, as `intake.case`.
    package let name: String
    package let producer: ServiceName
    /// All the names that count in it.
    package let names: [MessageName]

    package init(_ kind: String, by producer: ServiceName, _ names: [MessageName]) {
        name = "\(producer.rawValue).\(kind)"
        self.producer = producer
        self.names = names
    }
}

extension Topology {
    /// Every story of more than one message. What an upload, an attachment, an email or a token tells is told once.
    package static let stories: [Story] = [
        Story("request", by: .intake, [RequestReceived.name, RequestRefused.name, TransferAnswered.name]),
        Story(
            "case", by: .intake,
            [
                CaseOpened.name, CaseProgressed.name, CaseFinished.name, CaseStopped.name, CaseHandedOver.name, DossierChanged.name,
                PartiesChanged.name, CaseSuspended.name, CaseResumed.name, CaseReopened.name, CaseTransferred.name, CaseArchived.name,
                CaseCorrected.name,
            ]),
        Story("hearing", by: .intake, [HearingChanged.name]),
        Story("helper-change", by: .intake, [HelperChangeRecorded.name]),
        Story("case", by: .assignment, [CaseAssigned.name, NoHelperFound.name, OfferRefused.name, DecisionIssued.name]),
        Story("organisation", by: .assignment, [OrganisationChanged.name]), Story("helper", by: .assignment, [HelperChanged.name]),
        Story("case", by: .notifications, [CaseStalled.name, CaseMoving.name]), Story("account", by: .portal, [AccountChanged.name]),
    ]

    /// The story that a message counts in; nil for one that is told once.
    package static func story(of name: MessageName) -> Story? {
        stories.first { $0.names.contains(name) }
    }
}

extension Topology.Queue {
    /// The stories that this queue hears as a whole, so that a consumer can tell what is missing.
    package var wholeStories: [Story] {
        Topology.stories.filter { Set($0.names).isSubset(of: bindings) }
    }
}
