import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import Outbox
import Rules
import ServiceKit
import TestKit
import Testing

@testable import Reporting

/// Reporting under test, with a centre and its branch in one province and a centre in another. Its jobs are done here, one after the other.
struct Bureau {
    let test: TestHouse
    let centre = OrganisationID(at: Date())
    let branch = OrganisationID(at: Date())
    let distant = OrganisationID(at: Date())
    let work: WorkJob

    var database: Database { test.house.database }

    static func open() async throws -> Bureau {
        let test = try await TestHouse.make(.reporting, migrations: App.migrations, build: App.build)
        let bureau = Bureau(test: test, work: WorkJob(clock: test.house.clock, rules: test.house.rules, runs: RunStore()))
        try await bureau.enter(bureau.centre, .centre, nil, "08", "Trung tâm TGPL số 1")
        try await bureau.enter(bureau.branch, .branch, bureau.centre, "08", "Chi nhánh số 1")
        try await bureau.enter(bureau.distant, .centre, nil, "66", "=Trung tâm “phía Nam”")
        return bureau
    }

    private func enter(_ id: OrganisationID, _ kind: OrganisationKind, _ parent: OrganisationID?, _ province: String, _ title: String)
        async throws
    {
        try await test.hear(
            OrganisationChanged(
                organisation: id, kind: kind, parent: parent, province: province, title: title, code: "TT", active: true,
                occurredAt: Date(),
                recordedAt: Date()))
    }

    // MARK: what is told of cases

    /// Tells of a case that was accepted on that day.
    @discardableResult
    func accept(
        _ day: String, _ field: LegalField = .civil, _ form: AidForm = .advice, gender: Gender = .female, as category: String = "child",
        poorAndEthnicMinority: Bool = false, at organisation: OrganisationID? = nil, id: CaseID = CaseID(at: Date())
    ) async throws -> CaseID {
        try await test.hear(
            opened(
                id, day, field, form, gender: gender, as: category, poorAndEthnicMinority: poorAndEthnicMinority, at: organisation))
        return id
    }

    func opened(
        _ id: CaseID, _ day: String, _ field: LegalField = .civil, _ form: AidForm = .advice, gender: Gender = .female,
        as category: String = "child", poorAndEthnicMinority: Bool = false, at organisation: OrganisationID? = nil
    ) throws -> CaseOpened {
        let organisation = organisation ?? centre
        let date = try #require(LegalDate(day))
        return CaseOpened(
            case: id, request: RequestID(at: Date()), organisation: organisation, province: organisation == distant ? "66" : "08",
            code: "TT.TV.\(id.description.suffix(4)).2026", matter: MatterID(at: Date()), form: form, field: field,
            categories: [Models.Category(rawValue: category)], countedAs: Models.Category(rawValue: category),
            poorAndEthnicMinority: poorAndEthnicMinority, gender: gender, acceptedOn: date, urgent: false, conflicts: [],
            occurredAt: date.start, recordedAt: date.start)
    }

    func assigned(
        _ id: CaseID, _ day: String, _ kind: HelperKind, of organisation: OrganisationKind = .centre,
        helper: HelperID = HelperID(at: Date()),
        enteredAfter seconds: Double = 0
    ) throws -> CaseAssigned {
        let at = try #require(LegalDate(day)).start.addingTimeInterval(9 * 3600)
        return CaseAssigned(
            case: id, code: "TT.TV.01.2026", organisation: centre, province: "08", form: .advice, helper: helper, helperName: "Vàng A Dế",
            helperKind: kind, helperOrganisationKind: organisation, automatic: true, occurredAt: at,
            recordedAt: at.addingTimeInterval(seconds))
    }

    func finished(_ id: CaseID, _ day: String, helper: HelperID? = nil, enteredOn: String? = nil) throws -> CaseFinished {
        let date = try #require(LegalDate(day))
        let entered = try #require(LegalDate(enteredOn ?? day)).start.addingTimeInterval(17 * 3600)
        return CaseFinished(
            case: id, organisation: centre, helper: helper, finishedOn: date, occurredAt: date.start, recordedAt: entered)
    }

    func finish(_ id: CaseID, _ day: String) async throws {
        try await test.hear(finished(id, day), version: 3)
    }

    func stop(_ id: CaseID, _ day: String) async throws {
        let date = try #require(LegalDate(day))
        try await test.hear(
            CaseStopped(
                case: id, organisation: centre, ground: "client_withdrew", stoppedOn: date, occurredAt: date.start, recordedAt: date.start),
            version: 3)
    }

    /// What is held of a case now.
    func fact(_ id: CaseID) async throws -> Fact? {
        try await database.transaction(.service) { try await FactStore().current(id, in: $0) }
    }

    // MARK: reports

    func identity(_ role: Role, of organisation: OrganisationID? = nil, province: String? = nil) -> Identity {
        let isTenant = role.requiredScope != .none && role.requiredScope != .province
        return Identity(
            subject: "account-\(role.rawValue)", name: "Giàng Thị Súa", role: role, organisation: isTenant ? organisation ?? centre : nil,
            province: province, helper: role == .helper ? HelperID(at: Date()) : nil, jti: UUID().uuidString)
    }

    var leader: Identity { identity(.leader) }

    func ask(_ method: HTTPRequest.Method, _ uri: String, by identity: Identity?, _ body: [String: JSONValue]? = nil) async throws
        -> TestResponse
    {
        try await test.ask(method, uri, by: identity, body: body.map { try MessageCoding.encode(JSONValue.object($0)) })
    }

    /// Starts a run; gives its id.
    func start(_ form: String, _ period: String, _ scope: [String: JSONValue], by identity: Identity? = nil) async throws -> ReportRunID {
        let body = ["form": .string(form), "period": .string(period)].merging(scope) { $1 }
        let answer = try await ask(.post, "/api/v1/report-runs", by: identity ?? leader, body)
        #expect(answer.status == .created, "\(answer.text)")
        return try #require(answer.tree["id"]?.text.flatMap(ReportRunID.init))
    }

    /// Splits every waiting run into jobs of about `size` facts; gives the jobs that wait.
    func plan(size: Int = JobPart.usualSize) async throws -> [UUID] {
        let plan = PlanJobs(clock: test.house.clock, runs: RunStore(), size: size)
        while try await database.transaction(.service, { try await plan(in: $0) }) {}
        return try await database.transaction(.service) { try await JobStore().unsent(limit: 1_000, in: $0) }
    }

    func work(_ job: UUID) async throws {
        try await database.transaction(.service) { try await work(job, in: $0) }
    }

    /// The cells of a form that are not zero.
    func cells(_ form: String, _ period: String, _ scope: [String: JSONValue]? = nil, by identity: Identity? = nil) async throws -> [String:
        Int]
    {
        let run = try await start(form, period, scope ?? ["organisation": .string(centre.description)], by: identity)
        for job in try await plan() { try await work(job) }
        return try await cells(of: run, by: identity)
    }

    func cells(of run: ReportRunID, by identity: Identity? = nil) async throws -> [String: Int] {
        let answer = try await ask(.get, "/api/v1/report-runs/\(run)/export?format=json", by: identity ?? leader)
        #expect(answer.status == .ok, "\(answer.text)")
        guard case .object(let cells)? = answer.tree["cells"] else { return [:] }
        return cells.compactMapValues(\.integer).filter { $0.value != 0 }
    }
}
