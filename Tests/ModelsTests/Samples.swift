import Foundation
import Models

/// One of every message, with every optional field filled.
enum Samples {
    private static func id<Entity>(_ number: Int, _ type: Identifier<Entity>.Type = Identifier<Entity>.self) -> Identifier<Entity> {
        Identifier(UUID(high: 0x0191_E0A0_0000_7000, low: 0x8000_0000_0000_0000 + UInt64(number)))
    }

    private static let occurred = Date(timeIntervalSince1970: 1_795_000_000)
    private static let recorded = Date(timeIntervalSince1970: 1_795_000_060.25)
    private static let day = LegalDate(dayNumber: 20_775)

    static let all: [any Message] =
        [
            RequestReceived(
                request: id(1), organisation: id(2), province: "08", channel: .inPerson, form: .litigation, field: .marriageFamily,
                categories: [.poorHousehold, .ethnicMinority], occurredAt: occurred, recordedAt: recorded),
            CaseOpened(
                case: id(3), request: id(1), organisation: id(2), province: "08", code: "TT.TGTT.01.2026", matter: id(4), form: .litigation,
                field: .marriageFamily, categories: [.poorHousehold, .ethnicMinority], countedAs: .poorHousehold,
                poorAndEthnicMinority: true,
                gender: .female, acceptedOn: day, urgent: true, held: occurred, acceptedAtOnce: true, deadline: recorded,
                conflicts: [CaseConflict(case: id(5), verdict: .conflict, score: 0.5)], imported: true, helper: id(6), occurredAt: occurred,
                recordedAt: recorded),
            RequestRefused(
                request: id(1), organisation: id(2), province: "08", reason: "client_died", occurredAt: occurred, recordedAt: recorded),
            CaseProgressed(
                case: id(3), organisation: id(2), helper: id(6), kind: "hearing", date: day, occurredAt: occurred, recordedAt: recorded),
            CaseFinished(
                case: id(3), organisation: id(2), helper: id(6), finishedOn: day, waivedPapers: ["related_document"],
                waivedReason: "Tòa án giữ bản gốc (mẫu)", occurredAt: occurred, recordedAt: recorded),
            CaseStopped(case: id(3), organisation: id(2), ground: "withdrawn", stoppedOn: day, occurredAt: occurred, recordedAt: recorded),
            QualityRecorded(
                kind: "appraisal", round: id(20), case: id(3), organisation: id(2), helper: id(6), total: 87.5, grade: "fair", reviewers: 2,
                occurredAt: occurred, recordedAt: recorded),
            SuccessFound(
                finding: id(21), case: id(3), organisation: id(2), helper: id(6), criteria: ["TC01", "TC05"], occurredAt: occurred,
                recordedAt: recorded),
            HearingChanged(
                hearing: id(22), case: id(3), organisation: id(2), kind: "first_instance", startsAt: recorded, state: .adjourned,
                movedFrom: occurred, next: recorded, occurredAt: occurred, recordedAt: recorded),
            HelperChangeRecorded(
                change: id(27), case: id(3), organisation: id(2), dueOn: day, answeredOn: day, occurredAt: occurred, recordedAt: recorded),
            CaseHandedOver(
                case: id(3), organisation: id(2), handedOverOn: day, handedOverBy: "Lò Văn Páo (mẫu)", receivedBy: "Chuyên viên (mẫu)",
                note: "Đủ bản chính", occurredAt: occurred, recordedAt: recorded),
            DossierChanged(
                case: id(3), organisation: id(2), required: 7, present: 5, missing: ["brief", "opinion_slip"], occurredAt: occurred,
                recordedAt: recorded),
            CaseSuspended(
                case: id(3), organisation: id(2), ground: "proceedings_suspended", suspendedOn: day, expectedOn: day, occurredAt: occurred,
                recordedAt: recorded),
            CaseResumed(case: id(3), organisation: id(2), resumedOn: day, occurredAt: occurred, recordedAt: recorded),
            CaseReopened(case: id(3), organisation: id(2), reopenedOn: day, occurredAt: occurred, recordedAt: recorded),
            CaseTransferred(
                case: id(3), organisation: id(2), receiver: id(14), receiverProvince: "20", request: id(15), ground: "outside_territory",
                transferredOn: day, occurredAt: occurred, recordedAt: recorded),
            TransferAnswered(
                request: id(15), organisation: id(14), province: "20", sender: id(2), origin: id(3), passing: 1, outcome: .passedOn,
                case: id(23), code: "TT.TGTT.02.2026", receiver: id(24), receiverProvince: "25", next: id(26), answeredOn: day,
                occurredAt: occurred, recordedAt: recorded),
            CaseCorrected(
                case: id(3), organisation: id(2), form: .litigation, field: .marriageFamily, categories: [.poorHousehold, .ethnicMinority],
                countedAs: .poorHousehold, poorAndEthnicMinority: true, gender: .female, occurredAt: occurred, recordedAt: recorded),
            CaseArchived(case: id(3), organisation: id(2), archivedOn: day, occurredAt: occurred, recordedAt: recorded),
            PartiesChanged(
                case: id(3), organisation: id(2), province: "08", conflicts: [CaseConflict(case: id(5), verdict: .review, score: 0.75)],
                lifted: [id(7)], occurredAt: occurred, recordedAt: recorded),
            ConsultationGiven(
                consultation: id(13), organisation: id(2), province: "08", channel: .inPerson, field: .civil, categories: [.poorHousehold],
                gender: .female, givenOn: day, occurredAt: occurred, recordedAt: recorded),
            CaseAssigned(
                case: id(3), code: "TT.TGTT.01.2026", organisation: id(2), province: "08", form: .litigation, helper: id(6),
                helperName: "Trợ giúp viên (mẫu)", helperKind: .officer, helperOrganisationKind: .centre, previous: id(7), automatic: true,
                pickedBy: "Lãnh đạo (mẫu)", reason: "Người trước nghỉ dài ngày",
                limit: "replacement_defence", limitFrom: occurred,
                imported: true,
                occurredAt: occurred, recordedAt: recorded),
            NoHelperFound(
                case: id(3), code: "TT.TGTT.01.2026", organisation: id(2), province: "08", exclusions: ["absent": 2, "conflict": 1],
                occurredAt: occurred, recordedAt: recorded),
            OfferRefused(case: id(3), organisation: id(2), helper: id(6), reason: "conflict", occurredAt: occurred, recordedAt: recorded),
            DecisionIssued(
                case: id(3), organisation: id(2), helper: id(6), number: "12/QĐ-TGPL", date: day, signer: "Giám đốc (mẫu)",
                occurredAt: occurred,
                recordedAt: recorded),
            HelperChanged(
                helper: id(6), organisation: id(2), province: "08", kind: .officer, fullName: "Trợ giúp viên (mẫu)",
                email: "tgv@mau.example",
                active: true, occurredAt: occurred, recordedAt: recorded),
            OrganisationChanged(
                organisation: id(2), kind: .branch, parent: id(8), province: "08", title: "Chi nhánh (mẫu)", code: "CN1",
                email: "cn1@mau.example",
                active: true, occurredAt: occurred, recordedAt: recorded),
            AttachmentStored(
                attachment: id(9), case: id(3), organisation: id(2), kind: "brief", size: 12_345,
                sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", passedOn: true, occurredAt: occurred,
                recordedAt: recorded),
            AttachmentRejected(
                upload: id(10), case: id(3), organisation: id(2), kind: "brief", reason: "unknown_case", occurredAt: occurred,
                recordedAt: recorded),
            UploadExpired(
                upload: id(10), case: id(3), organisation: id(2), kind: "brief", received: 100, size: 200, occurredAt: occurred,
                recordedAt: recorded),
            CaseStalled(
                case: id(3), organisation: id(2), helper: id(6), lastProgressOn: day, workingDays: 16, occurredAt: occurred,
                recordedAt: recorded),
            CaseMoving(case: id(3), organisation: id(2), cause: .suspended, occurredAt: occurred, recordedAt: recorded),
            EmailDelivered(
                email: id(11), organisation: id(2), case: id(3), kind: "case-assigned", occurredAt: occurred, recordedAt: recorded),
            EmailFailed(
                email: id(11), organisation: id(2), case: id(3), kind: "case-assigned", reason: "550 no such user", occurredAt: occurred,
                recordedAt: recorded),
            AccountChanged(
                account: id(12), role: .helper, organisation: id(2), province: "08", helper: id(6), active: true, occurredAt: occurred,
                recordedAt: recorded),
            AccountLinkIssued(
                link: id(15), account: id(12), purpose: .invitation, displayName: "Chuyên viên (mẫu)", login: "chuyenvien",
                email: "chuyenvien@thu.example", path: "/account/link?code=abc", endsAt: recorded, occurredAt: occurred,
                recordedAt: recorded),
            TokenRevoked(
                revocation: id(13), jti: "0191e0a0-0000-7000-8000-00000000000e", account: id(12), issuedUpTo: occurred,
                occurredAt: occurred, recordedAt: recorded),
        ] + ServiceName.allCases.map { seal(DaySeal.sender($0)) } + ServiceName.allCases.map { audit(DaySeal.sender($0)) }

    private static func audit<Sender: DaySealing>(_ sender: Sender.Type) -> any Message {
        AuditRecorded<Sender>(
            batch: id(16),
            lines: [
                AuditLine(
                    id: id(17), at: occurred, actor: "\(id(12, AccountID.self))", actorName: "Chuyên viên (mẫu)",
                    role: .staff, action: "case.viewed", subjectKind: "case", subject: id(3), organisation: id(2),
                    details: ["part": "timeline"], reference: "7F3K-2M9Q")
            ], occurredAt: occurred, recordedAt: recorded)
    }

    private static func seal<Sender: DaySealing>(_ sender: Sender.Type) -> any Message {
        DaySealed<Sender>(
            organisation: id(2), date: day, events: 2, sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            occurredAt: occurred, recordedAt: recorded)
    }
}
