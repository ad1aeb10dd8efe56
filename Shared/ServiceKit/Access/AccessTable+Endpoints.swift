import HTTPTypes

/// Every call and page of the house with the right it takes. A service whose router has one that is not here does not start.
extension AccessTable {
    static let endpoints: [Endpoint] = open + portal + intake + assignment + attachments + notifications + reporting

    /// For everybody, also without a token.
    private static let open: [Endpoint] = [
        Endpoint(.get, "/healthz", nil),
        Endpoint(.get, "/readyz", nil),
        Endpoint(.get, "/status", nil),
        Endpoint(.get, "/metrics", nil),
        Endpoint(.get, "/static/{file}", nil),
        Endpoint(.get, "/", nil),
        Endpoint(.get, "/styleguide", nil),
        Endpoint(.get, "/styleguide/places", nil),
        Endpoint(.get, "/styleguide/{chapter}", nil),
        Endpoint(.get, "/sign-in", nil),
        Endpoint(.post, "/sign-in", nil),
        Endpoint(.post, "/sign-out", nil),
        Endpoint(.get, "/session/renew", nil),
        Endpoint(.post, "/session/renew", nil),
        Endpoint(.get, "/api/openapi.json", nil),
        Endpoint(.get, "/api/asyncapi.json", nil),
        // The public's form (Law 11/2017/QH14, Điều 29); whoever is signed in needs the right to enter requests there.
        Endpoint(.get, "/requests/new", nil),
        Endpoint(.post, "/requests/new", nil),
        Endpoint(.options, "/api/v1/uploads", nil),
        Endpoint(.options, "/api/v1/uploads/{id}", nil),
    ]

    private static let portal: [Endpoint] = [
        Endpoint(.get, "/system", .watchSystem),
        Endpoint(.get, "/system/parked", .handleParked),
        Endpoint(.post, "/system/parked/replay", .handleParked),
        Endpoint(.get, "/system/parked/{service}/{id}", .handleParked),
        Endpoint(.post, "/system/parked/{service}/{id}/replay", .handleParked),
        Endpoint(.post, "/system/parked/{service}/{id}/discarding", .handleParked),
        Endpoint(.get, "/inner/parked", .handleParked),
        Endpoint(.get, "/inner/parked/{id}", .handleParked),
        Endpoint(.post, "/inner/parked/{id}/replay", .handleParked),
        Endpoint(.post, "/inner/parked/{id}/discarding", .handleParked),
        Endpoint(.get, "/api/v1/rights", .readRights),
    ]

    private static let intake: [Endpoint] = [
        Endpoint(.post, "/api/v1/requests", .enterRequests),
        Endpoint(.get, "/api/v1/requests", .readRequests),
        Endpoint(.get, "/api/v1/requests/{id}", .readRequests),
        Endpoint(.post, "/api/v1/requests/{id}/acceptance", .decideRequests),
        Endpoint(.post, "/api/v1/requests/{id}/supplement", .decideRequests),
        Endpoint(.post, "/api/v1/requests/{id}/refusal", .decideRequests),
        Endpoint(.post, "/api/v1/requests/{id}/transfer", .decideRequests),
        Endpoint(.get, "/requests", .readRequests),
        Endpoint(.get, "/requests/{id}", .readRequests),
        Endpoint(.get, "/api/v1/cases", .readCases),
        Endpoint(.get, "/api/v1/cases/{id}", .readCases),
        Endpoint(.get, "/api/v1/cases/{id}/timeline", .readCases),
        Endpoint(.post, "/api/v1/cases/{id}/progress", .workOnCases),
        Endpoint(.post, "/api/v1/cases/{id}/completion", .workOnCases),
        Endpoint(.post, "/api/v1/cases/{id}/stop", .workOnCases),
        Endpoint(.post, "/api/v1/cases/{id}/handover", .workOnCases),
        Endpoint(.get, "/cases", .readCases),
        Endpoint(.get, "/cases/{id}", .readCases),
        Endpoint(.post, "/cases/{id}/progress", .workOnCases),
        Endpoint(.post, "/cases/{id}/completion", .workOnCases),
    ]

    private static let assignment: [Endpoint] = [
        Endpoint(.get, "/api/v1/organisations", .readOrganisations),
        Endpoint(.post, "/api/v1/organisations", .keepOrganisations),
        Endpoint(.get, "/api/v1/organisations/{organisation}", .readOrganisations),
        Endpoint(.patch, "/api/v1/organisations/{organisation}", .keepOrganisations),
        Endpoint(.get, "/organisations", .readOrganisations),
        Endpoint(.post, "/organisations", .keepOrganisations),
        Endpoint(.get, "/organisations/new", .keepOrganisations),
        Endpoint(.get, "/api/v1/helpers", .listHelpers),
        Endpoint(.post, "/api/v1/helpers", .keepHelpers),
        Endpoint(.get, "/api/v1/helpers/{helper}", .readHelpers),
        Endpoint(.patch, "/api/v1/helpers/{helper}", .keepHelpers),
        Endpoint(.get, "/api/v1/helpers/{helper}/absences", .readHelpers),
        Endpoint(.post, "/api/v1/helpers/{helper}/absences", .keepAbsences),
        Endpoint(.delete, "/api/v1/helpers/{helper}/absences/{absence}", .keepAbsences),
        Endpoint(.get, "/helpers", .listHelpers),
        Endpoint(.post, "/helpers", .keepHelpers),
        Endpoint(.get, "/helpers/new", .keepHelpers),
        Endpoint(.get, "/helpers/{helper}", .readHelpers),
        Endpoint(.post, "/helpers/{helper}", .keepHelpers),
        Endpoint(.get, "/helpers/{helper}/edit", .keepHelpers),
        Endpoint(.post, "/helpers/{helper}/absences", .keepAbsences),
        Endpoint(.post, "/helpers/{helper}/absences/{absence}/removal", .keepAbsences),
        Endpoint(.get, "/assignments", .seeBoard),
        Endpoint(.get, "/api/v1/cases/{case}/assignment", .readAssignments),
        Endpoint(.post, "/api/v1/cases/{case}/assignment", .assign),
        Endpoint(.post, "/api/v1/cases/{case}/assignment/acceptance", .answerOffers),
        Endpoint(.post, "/api/v1/cases/{case}/assignment/refusal", .answerOffers),
        Endpoint(.post, "/api/v1/cases/{case}/assignment/decision", .assign),
        Endpoint(.get, "/cases/{case}/assignment", .readAssignments),
        Endpoint(.post, "/cases/{case}/assignment", .assign),
        Endpoint(.post, "/cases/{case}/assignment/acceptance", .answerOffers),
        Endpoint(.post, "/cases/{case}/assignment/refusal", .answerOffers),
        Endpoint(.post, "/cases/{case}/assignment/decision", .assign),
    ]

    private static let attachments: [Endpoint] = [
        Endpoint(.get, "/api/v1/uploads", .readUploads),
        Endpoint(.post, "/api/v1/uploads", .addPapers),
        Endpoint(.get, "/api/v1/uploads/{id}", .addPapers),
        Endpoint(.head, "/api/v1/uploads/{id}", .addPapers),
        Endpoint(.patch, "/api/v1/uploads/{id}", .addPapers),
        Endpoint(.delete, "/api/v1/uploads/{id}", .addPapers),
        Endpoint(.post, "/api/v1/uploads/{id}", .addPapers),
        Endpoint(.get, "/uploads", .readUploads),
        Endpoint(.get, "/cases/{id}/papers", .readPapers),
        Endpoint(.post, "/cases/{id}/papers", .addPapers),
        Endpoint(.get, "/api/v1/cases/{id}/attachments", .readPapers),
        Endpoint(.get, "/api/v1/attachments/{id}", .readPapers),
    ]

    private static let notifications: [Endpoint] = [
        Endpoint(.get, "/api/v1/alerts", .readAlerts),
        Endpoint(.post, "/api/v1/alerts/{id}/acknowledgement", .acknowledgeAlerts),
        Endpoint(.get, "/alerts", .readAlerts),
        Endpoint(.post, "/alerts/{id}/acknowledgement", .acknowledgeAlerts),
        Endpoint(.get, "/cases/{id}/alerts", .readAlerts),
    ]

    private static let reporting: [Endpoint] = [
        Endpoint(.get, "/api/v1/report-forms", .readForms),
        Endpoint(.get, "/api/v1/report-runs", .report),
        Endpoint(.post, "/api/v1/report-runs", .report),
        Endpoint(.get, "/api/v1/report-runs/{id}", .report),
        Endpoint(.get, "/api/v1/report-runs/{id}/export", .report),
        Endpoint(.get, "/api/v1/report-runs/{id}/cells/{cell}/cases", .report),
        Endpoint(.get, "/reports", .report),
        Endpoint(.post, "/reports", .report),
        Endpoint(.get, "/reports/{id}", .report),
        Endpoint(.get, "/reports/{id}/print", .report),
        Endpoint(.get, "/reports/{id}/cells/{cell}", .report),
    ]
}
