import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// A case goes from state to state as the table says and in no other way, and its history tells who, when and why.
@Suite struct StateTests {
    /// As decision 0044 has it.
    private static let table: [CaseState: [CaseAction: CaseState]] = [
        .registered: [
            .assign: .assigned, .work: .underWay, .suspend: .suspended, .finish: .finished, .stop: .stopped, .transfer: .transferred,
        ],
        .assigned: [
            .assign: .assigned, .release: .registered, .work: .underWay, .suspend: .suspended, .finish: .finished, .stop: .stopped,
            .transfer: .transferred,
        ],
        .underWay: [
            .assign: .underWay, .release: .underWay, .work: .underWay, .suspend: .suspended, .finish: .finished, .stop: .stopped,
            .transfer: .transferred,
        ],
        .suspended: [
            .assign: .suspended, .release: .suspended, .resume: .underWay, .finish: .finished, .stop: .stopped, .transfer: .transferred,
        ],
        .finished: [.handOver: .handedOver, .reopen: .underWay],
        .stopped: [.handOver: .handedOver, .reopen: .underWay],
        .handedOver: [.archive: .archived, .reopen: .underWay],
        .transferred: [:],
        .archived: [:],
    ]

    @Test func everyActionFromEveryStateDoesWhatTheTableSays() async throws {
        let counter = try await Counter.open()
        for state in CaseState.allCases {
            for action in CaseAction.allCases where action.right != nil {
                let id = try await counter.caseIn(state)
                let answer = try await counter.move(id, action)
                let next = Self.table[state]?[action]
                if next == nil {
                    #expect(answer.status == .conflict, "\(state) \(action): \(answer.text)")
                } else {
                    #expect(answer.status == .ok || answer.status == .created, "\(state) \(action): \(answer.text)")
                }
                let now = try await counter.ask(.get, "/api/v1/cases/\(id)").tree["status"]?.text
                #expect(now == (next ?? state).rawValue, "\(state) \(action)")
            }
        }
    }

    @Test func whatAnotherServiceDecidesMovesACaseAsTheTableSaysToo() async throws {
        let counter = try await Counter.open()
        for state in CaseState.allCases {
            for action in [CaseAction.assign, .release] {
                let id = try await counter.caseIn(state)
                let next = Self.table[state]?[action] ?? state
                if action == .assign {
                    try await counter.assign(id, to: HelperID(at: Date()), version: 2)
                } else {
                    try await counter.test.hear(
                        OfferRefused(
                            case: id, organisation: counter.centre, helper: HelperID(at: Date()), reason: "not_objective",
                            occurredAt: Date(), recordedAt: Date()), version: 2)
                }
                #expect(try await counter.ask(.get, "/api/v1/cases/\(id)").tree["status"]?.text == next.rawValue, "\(state) \(action)")
            }
        }
    }

    @Test func eachTransitionLeavesWhoWhenAndWhyInTheHistory() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept()
        try await counter.announce(id)
        try await counter.assign(id, to: HelperID(at: Date()), name: "Người Một (mẫu)")
        try await counter.test.hear(
            CaseAssigned(
                case: id, code: "TT.TGTT.01", organisation: counter.centre, province: "08", form: .litigation, helper: HelperID(at: Date()),
                helperName: "Người Hai (mẫu)", helperKind: .officer, helperOrganisationKind: .centre, automatic: false,
                pickedBy: "Lãnh đạo (mẫu)", reason: "Người trước nghỉ dài ngày", occurredAt: Date(), recordedAt: Date()), version: 2)
        let walk: [CaseAction] = [.suspend, .resume, .finish, .reopen, .stop, .handOver, .reopen, .finish, .handOver, .archive]
        for action in walk {
            let answer = try await counter.move(id, action)
            #expect(answer.status == .ok, "\(action): \(answer.text)")
        }
        let entries = try await counter.ask(.get, "/api/v1/cases/\(id)/timeline").tree["items"]?.list ?? []
        let kinds: [CaseAction: String] = [
            .suspend: "suspended", .resume: "resumed", .finish: "finished", .reopen: "reopened", .stop: "stopped", .handOver: "handed_over",
            .archive: "archived",
        ]
        let moves = entries.filter { kinds.values.contains($0["kind"]?.text ?? "") }
        #expect(moves.map { $0["kind"]?.text } == walk.map { kinds[$0] })
        for move in moves {
            let details = move["details"]
            #expect(move["actor"]?.text == "Người thử (mẫu)" && move["at"]?.text != nil && details?["date"]?.text != nil, "\(move)")
            #expect(["ground", "reason", "received_by", "place"].contains { details?[$0]?.text != nil }, "\(move)")
        }
        let change = try #require(entries.last { $0["kind"]?.text == "helper_assigned" })
        #expect(change["actor"]?.text == "Lãnh đạo (mẫu)" && change["details"]?["previous"]?.text == "Người Một (mẫu)")
        let page = try await counter.ask(.get, "/cases/\(id)/state", by: counter.identity(.leader)).text
        for words in ["Chờ giám định", "thay Người Một (mẫu)", "Người trước nghỉ dài ngày", "Ghi nhầm là đã kết thúc", "Kho A, giá 3"] {
            #expect(page.contains(words), "\(words)")
        }
        // The story has no gap, and what was told of each is one message.
        let told = try await counter.test.house.database.transaction(.service) {
            try await $0.rows("select version from outbox where aggregate = \(id) order by version").map {
                try $0.get("version", as: Int.self)
            }
        }
        #expect(told == Array(1...told.count))
        #expect(try await counter.test.told(CaseReopened.self).count == 2)
        #expect(try await counter.test.told(CaseArchived.self).count == 1)
    }

    @Test func aCaseWhoseAlertEndsBecauseItRestsIsNotSaidToMoveAgain() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept()
        let now = Date()
        for (version, cause) in [(2, CaseMoving.Cause.suspended), (4, .moving)] {
            try await counter.test.hear(
                CaseStalled(
                    case: id, organisation: counter.centre, lastProgressOn: LegalDate(now), workingDays: 16, occurredAt: now,
                    recordedAt: now),
                version: version - 1)
            try await counter.test.hear(
                CaseMoving(case: id, organisation: counter.centre, cause: cause, occurredAt: now, recordedAt: now), version: version)
        }
        let page = try await counter.ask(.get, "/cases/\(id)").text
        #expect(page.matches(of: /Thôi cảnh báo chậm tiến độ/).count == 1 && page.matches(of: /Có tiến triển trở lại/).count == 1)
    }

    @Test func whoeverSawAnotherStateIsRefused() async throws {
        let counter = try await Counter.open()
        let id = try await counter.caseIn(.assigned)
        let leader = counter.identity(.leader)
        let path = "/api/v1/cases/\(id)/suspension"
        let body = counter.body(.suspend)
        try await counter.ask(.post, path, body, by: leader, expecting: .preconditionRequired)
        try await counter.ask(.post, path, body, by: leader, match: 900, expecting: .preconditionFailed)
        try await counter.ask(.post, path, body, by: counter.staff, match: 1, expecting: .forbidden)
        let version = try await counter.version(id)
        try await counter.ask(.post, path, body, by: leader, match: version)
        let stale = try await counter.ask(.post, path, body, by: leader, match: version, expecting: .preconditionFailed)
        #expect(stale.tree["errors"] == nil || stale.tree["errors"]?.list.isEmpty == true)
        let twice = try await counter.ask(.post, path, body, by: leader, match: version + 1, expecting: .conflict)
        #expect(twice.text.contains("Đang tạm dừng") && twice.text.contains("Tiếp tục thực hiện"), "\(twice.text)")
    }

    @Test func aSuspendedCaseSaysWhyAndUntilWhenAndRefusesWork() async throws {
        let counter = try await Counter.open()
        let id = try await counter.caseIn(.underWay)
        let today = counter.test.house.clock.today
        let leader = counter.identity(.leader)
        let wrong = try await counter.ask(
            .post, "/api/v1/cases/\(id)/suspension",
            #"{"date": "\#(today)", "ground": "proceedings_suspended", "expected_on": "\#(today)"}"#, by: leader,
            match: counter.version(id), expecting: .unprocessableContent)
        #expect(wrong.text.contains("/expected_on"))
        try await counter.ask(
            .post, "/api/v1/cases/\(id)/suspension",
            #"{"date": "\#(today)", "ground": "proceedings_suspended", "expected_on": "\#(today.adding(days: 30))"}"#, by: leader,
            match: counter.version(id))
        let told = try #require(try await counter.test.told(CaseSuspended.self).last)
        #expect(told.ground == "proceedings_suspended" && told.expectedOn == today.adding(days: 30))
        let file = try await counter.ask(.get, "/api/v1/cases/\(id)").tree
        #expect(file["suspended_on"]?.text == today.description && file["suspension_ground"]?.text == "proceedings_suspended")
        #expect(try await counter.move(id, .work).status == .conflict)
        // It is not over.
        for list in ["open=true", "open=true&status=suspended", "age_from=0"] {
            #expect(try await counter.ask(.get, "/api/v1/cases?\(list)").tree["items"]?.list.count == 1, "\(list)")
        }
        for list in ["open=false", "need=next_late"] {
            #expect(try await counter.ask(.get, "/api/v1/cases?\(list)").tree["items"]?.list.isEmpty == true, "\(list)")
        }
        #expect(try await counter.ask(.get, "/api/v1/cases?status=suspended").tree["items"]?.list.count == 1)
        _ = try await counter.move(id, .resume)
        let after = try await counter.ask(.get, "/api/v1/cases/\(id)").tree
        #expect(after["suspended_on"]?.text == nil && after["status"]?.text == "under_way")
    }

    @Test(arguments: [CaseState.registered, .assigned, .underWay])
    func aSuspendedCaseGoesOnFromWhereItStood(_ state: CaseState) async throws {
        let counter = try await Counter.open()
        let id = state == .registered ? try await counter.accept() : try await counter.caseIn(state)
        if state == .registered { try await counter.announce(id) }
        _ = try await counter.move(id, .suspend)
        let resumed = try await counter.move(id, .resume)
        #expect(resumed.tree["status"]?.text == state.rawValue, "\(resumed.text)")
        #expect(try await counter.test.told(CaseResumed.self).last?.state == state)
    }

    @Test func aCaseThatGotItsHelperWhileItRestedIsAssigned() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept()
        try await counter.announce(id)
        _ = try await counter.move(id, .suspend)
        try await counter.assign(id, to: HelperID(at: Date()))
        #expect(try await counter.move(id, .resume).tree["status"]?.text == "assigned")
    }

    @Test func aCaseThatIsReopenedOwesNoNoticeOfItsStop() async throws {
        let counter = try await Counter.open()
        let id = try await counter.caseIn(.underWay)
        _ = try await counter.move(id, .stop)
        let reopened = try await counter.move(id, .reopen)
        #expect(reopened.status == .ok, "\(reopened.text)")
        try await counter.test.house.database.transaction(.service) { transaction in
            _ = try await transaction.execute(
                """
                update dossier_papers
                set attachment = gen_random_uuid(), attached_at = now()
                where case_id = \(id) and kind <> 'stop_notice'
                """)
        }
        let told = try #require(try await counter.test.told(DossierChanged.self).last)
        #expect(!told.missing.contains("stop_notice"))
        let today = counter.test.house.clock.today
        let finished = try await counter.test.ask(
            .post, "/api/v1/cases/\(id)/completion", by: counter.identity(.leader),
            body: Data(#"{"date": "\#(today)", "result": "Xong việc"}"#.utf8))
        #expect(finished.status == .ok, "\(finished.text)")
    }

    @Test func aCaseRestsAgainOnlyFromTheDayOnWhichItWentOn() async throws {
        let counter = try await Counter.open()
        let id = try await counter.caseIn(.underWay)
        let today = counter.test.house.clock.today
        let leader = counter.identity(.leader)
        try await counter.test.house.database.transaction(.service) {
            _ = try await $0.execute("update cases set accepted_on = \(today.adding(days: -60)) where id = \(id)")
        }
        func suspend(_ days: Int, expecting status: HTTPResponse.Status = .ok) async throws -> TestResponse {
            try await counter.ask(
                .post, "/api/v1/cases/\(id)/suspension", #"{"date": "\#(today.adding(days: -days))", "ground": "proceedings_suspended"}"#,
                by: leader, match: counter.version(id), expecting: status)
        }
        _ = try await suspend(50)
        try await counter.ask(
            .post, "/api/v1/cases/\(id)/resumption", #"{"date": "\#(today.adding(days: -20))", "reason": "Vụ án được phục hồi"}"#,
            by: leader,
            match: counter.version(id))
        let early = try await suspend(21, expecting: .unprocessableContent)
        #expect(early.text.contains("/date"))
        _ = try await suspend(20)
    }

    @Test func hearingsAreFixedAndPeopleNamedWhileACaseRests() async throws {
        let counter = try await Counter.open()
        let id = try await counter.caseIn(.suspended)
        let path = "/api/v1/cases/\(id)/hearings"
        let soon = counter.test.house.clock.today.adding(days: 10)
        let body = #"{"kind": "first_instance", "starts_at": "\#(soon)T08:30:00+07:00", "place": "Tòa án"}"#
        let hearing = try #require(try await counter.ask(.post, path, body, expecting: .created).tree["id"]?.text)
        let adjourned = #"{"result": "adjourned", "outcome": "Hoãn", "next_at": "\#(soon.adding(days: 5))T08:00:00+07:00"}"#
        try await counter.ask(.post, "\(path)/\(hearing)/outcome", adjourned, match: 1)
        #expect(try await counter.ask(.get, path).tree["items"]?.list.count == 2)
        try await counter.ask(
            .post, "/api/v1/cases/\(id)/parties", #"{"role": "opposing", "name": "Lý Văn Đối"}"#, expecting: .created)
        for place in ["hearings", "parties"] {
            #expect(try await counter.ask(.get, "/cases/\(id)/\(place)").text.contains("action=\"/cases/\(id)/\(place)\""), "\(place)")
        }
    }

    @Test func ofACaseThatHasEndedAHearingIsNotFixedAnew() async throws {
        let counter = try await Counter.open()
        let id = try await counter.caseIn(.underWay)
        let soon = counter.test.house.clock.today.adding(days: 10)
        let body = #"{"kind": "first_instance", "starts_at": "\#(soon)T08:30:00+07:00", "place": "Tòa án"}"#
        let made = try await counter.ask(.post, "/api/v1/cases/\(id)/hearings", body, expecting: .created)
        let hearing = try #require(made.tree["id"]?.text)
        let page = "/cases/\(id)/hearings/\(hearing)"
        #expect(try await counter.ask(.get, page).text.contains("action=\"\(page)\""))
        _ = try await counter.move(id, .finish)
        let after = try await counter.ask(.get, page).text
        #expect(!after.contains("action=\"\(page)\"") && after.contains("action=\"\(page)/outcome\""))
        _ = try await counter.move(id, .handOver)
        #expect(!(try await counter.ask(.get, page).text.contains("action=\"\(page)/outcome\"")))
        let adjourned = #"{"result": "adjourned", "outcome": "Hoãn"}"#
        try await counter.ask(.post, "/api/v1\(page)/outcome", adjourned, match: 1, expecting: .conflict)
        try await counter.ask(.post, "/api/v1\(page)/withdrawal", #"{"reason": "Rút"}"#, match: 1, expecting: .conflict)
    }

    @Test func whatMayBeDoneFromHereIsSaidToEachCaller() async throws {
        let counter = try await Counter.open()
        let id = try await counter.caseIn(.finished)
        for (identity, mayReopen) in [(counter.identity(.leader), true), (counter.staff, false)] {
            let items = try await counter.ask(.get, "/api/v1/cases/\(id)/transitions", by: identity).tree["items"]?.list ?? []
            #expect(items.map { $0["action"]?.text } == ["hand_over", "reopen"])
            #expect(items.last?["allowed"] == .bool(mayReopen) && items.last?["status"]?.text == "under_way")
        }
        let page = try await counter.ask(.get, "/cases/\(id)/state").text
        #expect(page.contains("Mở lại") && !page.contains("/cases/\(id)/reopening"))
    }

    @Test func aReopenedCaseIsNotFinishedAnyMore() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept()
        try await counter.announce(id)
        _ = try await counter.move(id, .finish)
        _ = try await counter.move(id, .handOver)
        let page = try await counter.ask(.get, "/cases/\(id)/state", by: counter.identity(.leader)).text
        let today = counter.test.house.clock.today
        #expect(page.contains("/cases/\(id)/reopening"))
        let sent = try await counter.send(
            "/cases/\(id)/reopening",
            [
                "form_key": UUID().text, "version": String(counter.version(id)), "date.day": "\(today.day)", "date.month": "\(today.month)",
                "date.year": "\(today.year)", "reason": "Bản án bị hủy, phải xét xử lại",
            ], by: counter.identity(.leader))
        #expect(sent.status == .seeOther, "\(sent.text)")
        let file = try await counter.ask(.get, "/api/v1/cases/\(id)").tree
        #expect(file["status"]?.text == "under_way" && file["ended_on"]?.text == nil && file["handed_over_on"]?.text == nil)
        let dossier = try await counter.test.told(DossierChanged.self)
        #expect(dossier.last?.required ?? 0 < dossier.dropLast().last?.required ?? 0)
        #expect(try await counter.move(id, .work).status == .created)
    }
}

extension Counter {
    /// A case with a helper that stands in `state`, as if it had come there.
    func caseIn(_ state: CaseState) async throws -> CaseID {
        let id = try await accept()
        try await announce(id)
        try await assign(id, to: HelperID(at: Date()))
        let today = test.house.clock.today
        let isOver = !state.isOpen && state != .suspended
        try await test.house.database.transaction(.service) { transaction in
            _ = try await transaction.execute(
                """
                update cases
                set state = \(state), ended_on = case when \(isOver) then \(today)::date end,
                    suspended_on = case when \(state == .suspended) then \(today)::date end,
                    suspension_ground = case when \(state == .suspended) then 'awaiting_client' end,
                    handed_over_on = case when \(state == .handedOver || state == .archived) then \(today)::date end,
                    archived_on = case when \(state == .archived) then \(today)::date end,
                    archive_place = case when \(state == .archived) then 'Kho' end
                where id = \(id)
                """)
        }
        return id
    }

    func version(_ id: CaseID) async throws -> Int {
        try #require(try await ask(.get, "/api/v1/cases/\(id)").tree["version"]?.integer)
    }

    /// A sound body of each action.
    func body(_ action: CaseAction) -> String {
        let today = test.house.clock.today
        return switch action {
        case .work: #"{"kind": "file_study", "date": "\#(today)"}"#
        case .finish: #"{"date": "\#(today)", "result": "Xong việc", "missing_papers_reason": "Giấy tờ nộp bổ sung sau"}"#
        case .stop: #"{"date": "\#(today)", "ground": "withdrawn", "note": "Có đơn rút"}"#
        case .handOver: #"{"date": "\#(today)", "received_by": "Văn thư (mẫu)", "missing_papers_reason": "Giấy tờ nộp bổ sung sau"}"#
        case .suspend: #"{"date": "\#(today)", "ground": "proceedings_suspended", "note": "Chờ giám định"}"#
        case .resume: #"{"date": "\#(today)", "reason": "Vụ án được phục hồi"}"#
        case .reopen: #"{"date": "\#(today)", "reason": "Ghi nhầm là đã kết thúc"}"#
        case .archive: #"{"date": "\#(today)", "place": "Kho A, giá 3"}"#
        case .transfer: #"{"organisation": "\#(foreign)", "ground": "outside_territory", "note": "Khách đã chuyển nhà"}"#
        case .assign, .release: "{}"
        }
    }

    /// Does it as whoever leads.
    func move(_ id: CaseID, _ action: CaseAction) async throws -> TestResponse {
        try await test.ask(
            .post, "/api/v1/cases/\(id)/\(action.path)", by: identity(.leader), [.ifMatch: "*"], body: Data(body(action).utf8))
    }
}
