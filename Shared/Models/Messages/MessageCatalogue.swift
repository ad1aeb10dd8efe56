/// Every message of the system, for the topology, the documentation and the tests.
package enum MessageCatalogue {
    package static let all: [any Message.Type] =
        [
            RequestReceived.self, CaseOpened.self, RequestRefused.self, CaseProgressed.self, CaseFinished.self, CaseStopped.self,
            CaseHandedOver.self, CaseSuspended.self, CaseResumed.self, CaseReopened.self, CaseTransferred.self, CaseArchived.self,
            CaseCorrected.self, TransferAnswered.self, DossierChanged.self, PartiesChanged.self, HearingChanged.self,
            HelperChangeRecorded.self, QualityRecorded.self, SuccessFound.self,
            ConsultationGiven.self, CaseAssigned.self, NoHelperFound.self,
            OfferRefused.self,
            DecisionIssued.self, HelperChanged.self,
            OrganisationChanged.self, AttachmentStored.self, AttachmentRejected.self, UploadExpired.self, CaseStalled.self, CaseMoving.self,
            EmailDelivered.self, EmailFailed.self, AccountChanged.self, AccountLinkIssued.self, TokenRevoked.self,
        ] + DaySeal.all + AuditRecord.all
}
