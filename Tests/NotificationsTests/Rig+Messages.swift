import Foundation
import Models

/// Messages of the other services about the rig's organisations and helper.
extension Rig {
    var now: Date { clock.wall.now }

    func organisation(_ id: OrganisationID, code: String) -> OrganisationChanged {
        OrganisationChanged(
            organisation: id, kind: .centre, province: "08", title: "Trung tâm \(code)", code: code,
            email: "\(code.lowercased())@thu.example",
            active: true, occurredAt: now, recordedAt: now)
    }

    func helperChanged(_ id: HelperID? = nil) -> HelperChanged {
        HelperChanged(
            helper: id ?? helper, organisation: centre, province: "08", kind: .officer, fullName: "Nông Văn Dền", email: "den@thu.example",
            active: true, occurredAt: now, recordedAt: now)
    }

    func opened(_ id: CaseID, on accepted: String? = nil) -> CaseOpened {
        CaseOpened(
            case: id, request: RequestID(at: now), organisation: centre, province: "08", code: "TT.TV.01.2026", matter: MatterID(at: now),
            form: .advice, field: .civil, categories: [.poorHousehold], countedAs: .poorHousehold, poorAndEthnicMinority: false,
            gender: .female, acceptedOn: accepted.flatMap { LegalDate($0) } ?? LegalDate(now), urgent: false, conflicts: [],
            occurredAt: now,
            recordedAt: now)
    }

    func assignment(_ id: CaseID, to other: HelperID? = nil) -> CaseAssigned {
        CaseAssigned(
            case: id, code: "TT.TV.01.2026", organisation: centre, province: "08", form: .advice, helper: other ?? helper,
            helperName: "Nông Văn Dền", helperKind: .officer, helperOrganisationKind: .centre, automatic: true, occurredAt: now,
            recordedAt: now)
    }

    func nobody(_ id: CaseID) -> NoHelperFound {
        NoHelperFound(
            case: id, code: "TT.TV.01.2026", organisation: centre, province: "08", exclusions: [:], occurredAt: now, recordedAt: now)
    }

    func progress(_ id: CaseID, on date: String) -> CaseProgressed {
        CaseProgressed(
            case: id, organisation: centre, helper: helper, kind: "file_study", date: LegalDate(date) ?? LegalDate(now), occurredAt: now,
            recordedAt: now)
    }

    func finished(_ id: CaseID) -> CaseFinished {
        CaseFinished(case: id, organisation: centre, helper: helper, finishedOn: LegalDate(now), occurredAt: now, recordedAt: now)
    }

    func suspended(_ id: CaseID, until day: LegalDate? = nil) -> CaseSuspended {
        CaseSuspended(
            case: id, organisation: centre, ground: "proceedings_suspended", suspendedOn: LegalDate(now), expectedOn: day, occurredAt: now,
            recordedAt: now)
    }

    func reopened(_ id: CaseID) -> CaseReopened {
        CaseReopened(case: id, organisation: centre, reopenedOn: LegalDate(now), occurredAt: now, recordedAt: now)
    }

    /// The client of a case asked for another helper, to be answered by 5 March, or was answered today.
    func change(_ change: HelperChangeID, of id: CaseID, answered: Bool = false) -> HelperChangeRecorded {
        HelperChangeRecorded(
            change: change, case: id, organisation: centre, dueOn: LegalDate("2026-03-05") ?? LegalDate(now),
            answeredOn: answered ? LegalDate(now) : nil, occurredAt: now, recordedAt: now)
    }

    func paper(_ id: CaseID) -> AttachmentStored {
        AttachmentStored(
            attachment: AttachmentID(at: now), case: id, organisation: centre, kind: "application", size: 1, sha256: "00", occurredAt: now,
            recordedAt: now)
    }

    func rejected(_ id: CaseID, sentBy organisation: OrganisationID?) -> AttachmentRejected {
        AttachmentRejected(
            upload: UploadID(at: now), case: id, organisation: organisation, kind: "application", reason: "digest_mismatch",
            occurredAt: now,
            recordedAt: now)
    }

    /// A case that was opened and assigned on the rig's day.
    func openCase() async throws -> CaseID {
        let id = CaseID(at: Date())
        try await hear(opened(id), openedHandler)
        try await hear(assignment(id), assigned)
        return id
    }
}
