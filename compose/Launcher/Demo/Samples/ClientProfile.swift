import Models

/// A kind of client: what they claim, how often they come, and what must be true of them for it (Law 11/2017, Điều 7).
struct ClientProfile: Sendable {
    /// The categories claimed, by their keys in the rule pack.
    let categories: [Models.Category]
    /// Of a thousand clients. Estimates for lifelike data.
    let weight: Double
    let ages: ClosedRange<Int>
    /// What shows financial hardship where the category asks for it; empty: nothing need be shown.
    var hardship: [Hardship] = []
    var womenShare = 0.45
    /// Belongs to an ethnic minority and lives in an especially difficult area.
    var isMinority = false
    var part = Part.any

    /// What part the client has in a case.
    enum Part: Sendable {
        case any
        /// Accused in criminal proceedings.
        case accused
        /// Victim in criminal proceedings.
        case victim
        /// Harmed by their own family.
        case harmedAtHome
    }

    /// Whether such a client only comes with criminal proceedings, and so with litigation.
    var needsProceedings: Bool { part == .accused || part == .victim }

    static let all: [ClientProfile] = [
        profile("poor_household", 190, 18...75),
        profile("ethnic_minority", 250, 18...75, isMinority: true),
        profile("poor_household, ethnic_minority", 100, 18...75, isMinority: true),
        profile("ethnic_minority, poor_household", 50, 18...75, isMinority: true),
        profile("child", 160, 4...15, womenShare: 0.6),
        profile("meritorious", 45, 62...92, womenShare: 0.35),
        profile("accused_16_18", 95, 16...17, womenShare: 0.06, part: .accused),
        profile("near_poor_accused", 25, 18...62, hardship: [.nearPoorHousehold], womenShare: 0.1, part: .accused),
        profile("martyr_family", 12, 48...90, hardship: hard, womenShare: 0.7),
        profile("agent_orange", 5, 35...78, hardship: hard),
        profile("elderly", 18, 60...92, hardship: hard, womenShare: 0.55),
        profile("disabled", 22, 18...70, hardship: [.monthlyAllowance]),
        profile("victim_16_18", 14, 16...17, hardship: hard, womenShare: 0.75, part: .victim),
        profile("domestic_violence_victim", 8, 20...60, hardship: hard, womenShare: 0.95, part: .harmedAtHome),
        profile("trafficking_victim", 3, 18...35, hardship: hard, womenShare: 0.95, part: .victim),
        profile("hiv", 3, 20...55, hardship: hard),
    ]

    private static let hard: [Hardship] = [.nearPoorHousehold, .monthlyAllowance]

    private static func profile(
        _ categories: String, _ weight: Double, _ ages: ClosedRange<Int>, hardship: [Hardship] = [], womenShare: Double = 0.45,
        isMinority: Bool = false, part: Part = .any
    ) -> ClientProfile {
        ClientProfile(
            categories: list(categories).map(Models.Category.init(rawValue:)), weight: weight, ages: ages, hardship: hardship,
            womenShare: womenShare, isMinority: isMinority, part: part)
    }
}
