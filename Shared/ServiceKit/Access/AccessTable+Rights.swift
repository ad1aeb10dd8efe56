import Models

/// Who may do what, and over which things: circular 12/2018/TT-BTP, Điều 11a (added by circular 03/2021/TT-BTP, Điều 2). The Cục oversees the whole
/// country; the Sở its province, where it keeps the participating organisations and their staff; a centre keeps its cases, its organisation and its
/// staff; participating organisations and helpers keep their own cases. Cục, Sở and centre give and withdraw accounts, each within its own reach.
/// The article gives whoever runs the machines nothing: they set up organisations, helpers and accounts, follow the trail and the parts, and have no
/// request, case, alert, paper or figure (decision 84).
///
/// A role that a line does not name does not have the right. Row-level security holds everybody to their reach in the database as well
/// (decision 9): ``Identity/scope``.
extension AccessTable {
    static let rights: [Right] = [
        Right(.enterRequests, "11a.3, 11a.4, 11a.5a", centre, [.organisation: .organisation, .helper: .organisation], programs),
        Right(.readRequests, "11a.3, 11a.4", centre, [.organisation: .organisation], overseers, programs),
        Right(.correctRequests, "11a.3, 11a.4", centre, [.organisation: .organisation], programs),
        Right(.decideRequests, "11a.3, 11a.4", centre, [.organisation: .organisation], programs),
        Right(.readCases, "11a.1a, 11a.2–5", helpers, centre, [.organisation: .organisation], overseers, programs),
        Right(.workOnCases, "11a.3, 11a.4, 11a.5a", helpers, centre, [.organisation: .organisation], programs),
        // Whoever heads the organisation or the branch decides whether its work goes on, rests, or goes elsewhere (Decree 144/2017/NĐ-CP, Điều 5.3a).
        Right(
            .decideCases, "11/2017/QH14 16.3, 37.2; 144/2017/NĐ-CP 5.3a",
            [.leader: .organisation, .branchLeader: .organisation, .organisation: .organisation]),
        // The head of the centre or of a branch has the time appraised (circular 12/2018, Điều 12.1).
        Right(.appraiseTime, "12/2018/TT-BTP 12.1", [.leader: .organisation, .branchLeader: .organisation]),
        // The organisation appraises its own cases, Sở and Cục evaluate them (circular 12/2018, Điều 14, as amended).
        Right(
            .appraiseQuality, "12/2018/TT-BTP 14.1",
            [.staff: .organisation, .branchLeader: .organisation, .leader: .organisation, .organisation: .organisation]),
        // The organisation finds which of its litigation was successful; Sở and Cục do where they evaluate what aid achieved (Điều 14.1–14.3, 15.3).
        Right(
            .findSuccess, "12/2018/TT-BTP 14.1–14.3, 15.3",
            [.staff: .organisation, .branchLeader: .organisation, .leader: .organisation, .organisation: .organisation], overseers),
        Right(.evaluateQuality, "12/2018/TT-BTP 14.2, 14.3, 15", overseers),
        Right(.replyToQuality, "11a.5a", helpers),
        Right(.subscribeCalendar, "11a.5a", helpers),
        Right(
            .revokeCalendarFeeds, "11a.3, 11a.5a", helpers,
            [.branchLeader: .organisation, .leader: .organisation, .administrator: .organisation]),
        Right(.printRegister, "11a.1a, 11a.2–4", centre, [.organisation: .organisation], overseers),
        // The centre answers for its register (circular 12/2018, Điều 11a.3).
        Right(
            .importRegister, "11a.3", [.leader: .organisation, .administrator: .organisation]),
        Right(
            .keepDocumentTemplates, "11a.3, 11a.4",
            [.branchLeader: .organisation, .leader: .organisation, .administrator: .organisation, .organisation: .organisation]),
        Right(.readPapers, "11a.1a, 11a.2–5", helpers, centre, [.organisation: .organisation], overseers, programs),
        // What came with a request from elsewhere, for whoever decides on it (Law 11/2017, Điều 30).
        Right(.readPassedPapers, "11a.1a, 11a.2–4", centre, [.organisation: .organisation], overseers, programs),
        Right(.readUploads, "11a.1a, 11a.2–5", helpers, centre, [.organisation: .organisation], overseers, programs),
        Right(.addPapers, "11a.3, 11a.4, 11a.5a", helpers, centre, [.organisation: .organisation], programs),
        Right(.readAssignments, "11a.1a, 11a.2–5", helpers, centre, [.organisation: .organisation], overseers, programs),
        // The head of the centre, of a branch (Decree 144/2017/NĐ-CP, Điều 5.3a), of a participating organisation.
        Right(
            .assign, "144/2017/NĐ-CP 5.3a", [.leader: .organisation, .branchLeader: .organisation, .organisation: .organisation]),
        Right(.answerOffers, "11a.5a", helpers),
        Right(.seeBoard, "11a.1a, 11a.2–4", centre, [.organisation: .organisation], overseers, programs),
        // The Sở publishes the list of organisations (Law 11/2017/QH14, Điều 10.2).
        Right(.readOrganisations, "11/2017/QH14 10.2", everyone(.country)),
        Right(
            .keepOrganisations, "11a.1a, 11a.2, 11a.3", [.leader: .branches, .administrator: .branches, .province: .participating],
            [.ministry: .country], system),
        Right(.listHelpers, "11a.1a, 11a.2–4", centre, [.organisation: .organisation], overseers, programs, system),
        Right(.readHelpers, "11a.1a, 11a.2–5", helpers, centre, [.organisation: .organisation], overseers, programs, system),
        // When they are away and why, and what they have done of their year.
        Right(.followHelpers, "11a.1a, 11a.2–5", helpers, centre, [.organisation: .organisation], overseers, programs),
        Right(
            .keepHelpers, "11a.2, 11a.3", [.branchLeader: .organisation, .leader: .organisation, .administrator: .organisation],
            [.province: .participating], system),
        Right(.keepAbsences, "11a.3, 11a.4", helpers, centre, [.organisation: .organisation]),
        Right(.readAlerts, "11a.1a, 11a.2–5", helpers, centre, [.organisation: .organisation], overseers, programs),
        Right(.acknowledgeAlerts, "11a.3, 11a.4, 11a.5a", helpers, centre, [.organisation: .organisation]),
        Right(.readForms, "11a.1c", everyone(.country)),
        Right(.report, "11a.1c, 11a.2, 11a.3", centre, [.organisation: .organisation], overseers, programs),
        Right(
            .keepAccounts, "11a.1b, 11a.2, 11a.3", [.administrator: .organisation, .province: .province, .ministry: .country], system),
        // An organisation's own: who oversees it sees less of a dossier than its programs would.
        Right(.makeProgramKeys, "11a.3", [.administrator: .organisation]),
        Right(.keepOwnAccount, "11a.5b", people(.own)),
        Right(
            .readAudit, "11a.1a, 11a.2–4",
            [.branchLeader: .organisation, .leader: .organisation, .administrator: .organisation], [.organisation: .organisation],
            overseers,
            system),
        Right(.readRights, "11a", everyone(.country)),
        Right(.watchSystem, "–", system),
        Right(.handleParked, "–", system),
    ]

    private static let helpers: [Role: Reach] = [.helper: .own]
    private static let centre: [Role: Reach] = [
        .staff: .organisation, .branchLeader: .organisation, .leader: .organisation, .administrator: .organisation,
    ]
    private static let overseers: [Role: Reach] = [.province: .province, .ministry: .country]
    private static let programs: [Role: Reach] = [.program: .organisation]
    private static let system: [Role: Reach] = [.system: .country]

    private static func everyone(_ reach: Reach) -> [Role: Reach] {
        Dictionary(uniqueKeysWithValues: Role.allCases.map { ($0, reach) })
    }

    /// Programs have no accounts.
    private static func people(_ reach: Reach) -> [Role: Reach] { everyone(reach).filter { $0.key != .program } }
}
