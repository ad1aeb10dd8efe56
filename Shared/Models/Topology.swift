/// Who listens to what: the one list from which the broker's exchanges, queues and bindings are declared, before anything is sent.
package struct Topology: Sendable, Equatable {
    /// Where every message goes (topic, durable).
    package static let exchange = "caunoi.events"

    /// The waits between later attempts at a message, shortest first.
    package static let retryTiers: [RetryTier] = [
        RetryTier(name: "10s", milliseconds: 10_000), RetryTier(name: "1m", milliseconds: 60_000),
        RetryTier(name: "10m", milliseconds: 600_000), RetryTier(name: "1h", milliseconds: 3_600_000),
    ]

    /// One queue a consumer.
    package let queues: [Queue]

    package init(queues: [Queue]) {
        self.queues = queues
    }

    /// A consumer's queue and the names bound to it.
    package struct Queue: Sendable, Equatable {
        package let name: String
        package let owner: ServiceName
        package let bindings: [MessageName]
        /// What comes before every name of a queue or exchange: empty but in tests that run side by side.
        package let prefix: String

        package init(name: String, owner: ServiceName, bindings: [MessageName], prefix: String = "") {
            self.name = name
            self.owner = owner
            self.bindings = bindings
            self.prefix = prefix
        }

        /// The same queue under names of its own, as a test declares it.
        package func prefixed(_ prefix: String) -> Queue {
            Queue(name: prefix + name, owner: owner, bindings: bindings, prefix: prefix + self.prefix)
        }

        /// Where what the broker gave up on is laid, to be drained into the owner's parked table.
        package var dead: String { "\(name).dead" }

        /// The queue in which a failed message waits out `tier`.
        package func retry(_ tier: RetryTier) -> String { "\(name).retry.\(tier.name)" }
    }

    /// A wait, and what its queue is called after.
    package struct RetryTier: Sendable, Equatable {
        package let name: String
        package let milliseconds: Int
    }
}

extension Topology {
    /// The queues of the whole system.
    package static let standard: Topology = {
        let consumers: [(ServiceName, [MessageName])] = [
            (
                .intake,
                [
                    OrganisationChanged.name, HelperChanged.name, CaseAssigned.name, NoHelperFound.name, OfferRefused.name,
                    DecisionIssued.name,
                    AttachmentStored.name, CaseStalled.name, CaseMoving.name, AccountChanged.name, TransferAnswered.name,
                ]
            ),
            (
                .assignment,
                [
                    CaseOpened.name, CaseProgressed.name, DossierChanged.name, PartiesChanged.name, CaseFinished.name, CaseStopped.name,
                    CaseHandedOver.name, CaseSuspended.name, CaseResumed.name, CaseReopened.name, CaseTransferred.name, CaseArchived.name,
                    CaseCorrected.name, AccountChanged.name,
                ]
            ),
            (
                .attachments,
                [
                    OrganisationChanged.name, CaseOpened.name, CaseProgressed.name, DossierChanged.name, PartiesChanged.name,
                    CaseFinished.name,
                    CaseStopped.name,
                    CaseHandedOver.name, CaseSuspended.name, CaseResumed.name, CaseReopened.name, CaseTransferred.name, CaseArchived.name,
                    CaseCorrected.name, TransferAnswered.name, CaseAssigned.name, NoHelperFound.name, OfferRefused.name,
                    DecisionIssued.name,
                ]
            ),
            (
                .notifications,
                [
                    OrganisationChanged.name, HelperChanged.name, CaseOpened.name, CaseProgressed.name, DossierChanged.name,
                    PartiesChanged.name,
                    CaseFinished.name,
                    CaseStopped.name, CaseHandedOver.name, CaseSuspended.name, CaseResumed.name, CaseReopened.name, CaseTransferred.name,
                    CaseArchived.name, CaseCorrected.name,
                    CaseAssigned.name, NoHelperFound.name, OfferRefused.name,
                    DecisionIssued.name, AttachmentStored.name,
                    AttachmentRejected.name,
                    UploadExpired.name, AccountLinkIssued.name, HearingChanged.name, HelperChangeRecorded.name,
                ]
            ),
            (
                .reporting,
                [
                    OrganisationChanged.name, HelperChanged.name, CaseOpened.name, CaseProgressed.name, DossierChanged.name,
                    PartiesChanged.name,
                    CaseFinished.name,
                    CaseStopped.name, CaseHandedOver.name, CaseSuspended.name, CaseResumed.name, CaseReopened.name, CaseTransferred.name,
                    CaseArchived.name, CaseCorrected.name, TransferAnswered.name,
                    CaseAssigned.name, NoHelperFound.name, OfferRefused.name,
                    DecisionIssued.name, ConsultationGiven.name, QualityRecorded.name, SuccessFound.name,
                ]
            ),
        ]
        let heard = Set(consumers.flatMap(\.1) + [TokenRevoked.name])
        let journal = (name: ServiceName.portal, bindings: MessageCatalogue.all.map { $0.name }.filter { !heard.contains($0) })
        let events =
            (consumers + [
                (
                    journal.name,
                    journal.bindings + [OrganisationChanged.name, HelperChanged.name, AccountChanged.name, TransferAnswered.name]
                )
            ])
            .map {
                owner, bindings in
                // Portal itself withdraws tokens; everybody else hears of it.
                Queue(
                    name: "\(owner.rawValue).events", owner: owner, bindings: bindings + (owner == .portal ? [] : [TokenRevoked.name]))
            }
        return Topology(queues: events + [Queue(name: "reporting.jobs", owner: .reporting, bindings: [])])
    }()

    /// The queue in which a service hears of events.
    package func events(of service: ServiceName) -> Queue {
        guard let queue = queues.first(where: { $0.name == "\(service.rawValue).events" }) else {
            preconditionFailure("the topology has no queue for \(service.rawValue)")
        }
        return queue
    }

    /// The queue of the jobs that Reporting's workers share.
    package var jobs: Queue {
        guard let queue = queues.first(where: { $0.name == "reporting.jobs" }) else {
            preconditionFailure("the topology has no queue of jobs")
        }
        return queue
    }
}

extension Topology.Queue {
    /// The owner's exchange (direct) to its retry queues, and back to the queue itself.
    package var retryExchange: String { "\(prefix)\(owner.rawValue).retry" }
}
