import Foundation
import Models

/// Accounts to sign in with in a demonstration: one of each kind, with passwords made here and kept in a file of the data folder.
struct DemonstrationAccounts: Sendable {
    /// An account, and its password where it was made just now.
    struct Account: Codable, Sendable {
        let login: String
        let password: String
        let role: Role
    }

    let plan: Plan

    /// Enters those that the file does not hold yet. Returns all of them. Throws `LaunchError`.
    func establish(_ ids: [String: String]) async throws -> [Account] {
        let file = plan.folder.demonstrationAccounts
        let kept = FileManager.default.contents(atPath: file).flatMap { try? JSONDecoder().decode([Account].self, from: $0) } ?? []
        let missing = Self.people.filter { person in !kept.contains { $0.login == person.login } }
        if missing.isEmpty { return kept }
        let portal = ServicePart(plan: plan, service: .portal, http: LocalHTTP())
        let made = try await withThrowingTaskGroup(of: Account.self) { group in
            for person in missing {
                group.addTask {
                    let account = Account(login: person.login, password: Self.password(), role: person.role)
                    try await portal.run(person.command(ids), secrets: ["CAUNOI_ACCOUNT_PASSWORD": account.password])
                    return account
                }
            }
            return try await group.reduce(into: kept) { $0.append($1) }
        }
        let all = Self.people.compactMap { person in made.first { $0.login == person.login } }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try PrivateFile.write(encoder.encode(all), to: file)
        return all
    }

    /// Somebody who gets an account; the keys are those of the demonstration's organisations and helpers.
    private struct Person: Sendable {
        let login: String
        let name: String
        let role: Role
        var organisation: String?
        var province: String?
        var helper: String?

        func command(_ ids: [String: String]) -> [String] {
            let options = [
                ("--login", login), ("--name", name), ("--role", role.rawValue), ("--organisation", organisation.flatMap { ids[$0] }),
                ("--province", province), ("--helper", helper.flatMap { ids[$0] }),
            ]
            return ["accounts", "add"] + options.flatMap { option, value in value.map { [option, $0] } ?? [] }
        }
    }

    private static let people = [
        Person(login: "lanhdao", name: "Nguyễn Văn Hòa (mẫu)", role: .leader, organisation: "centre-1"),
        Person(login: "chuyenvien", name: "Hoàng Thị Mỷ (mẫu)", role: .staff, organisation: "centre-1"),
        Person(
            login: "trogiupvien", name: DemonstrationHouse.helpers[0].name, role: .helper, organisation: "centre-1",
            helper: DemonstrationHouse.helpers[0].key),
        Person(login: "quantri", name: "Lương Văn Tài (mẫu)", role: .administrator, organisation: "centre-1"),
        Person(login: "chinhanh", name: "Ma Thị Lan (mẫu)", role: .branchLeader, organisation: "branch-1"),
        Person(login: "tochuc", name: "Công ty Luật Sông Lô (mẫu)", role: .organisation, organisation: "contracted-1"),
        Person(login: "sotuphap", name: "Sở Tư pháp Tuyên Quang (mẫu)", role: .province, province: "08"),
        Person(login: "cuc", name: "Cục Trợ giúp pháp lý (mẫu)", role: .ministry),
        Person(login: "hethong", name: "Quản trị hệ thống (mẫu)", role: .system),
    ]

    /// 80 random bits in letters and digits that are not mistaken for each other.
    private static func password() -> String {
        let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")
        var generator = SystemRandomNumberGenerator()
        return (0..<4).map { _ in String((0..<4).map { _ in letters[Int.random(in: 0..<letters.count, using: &generator)] }) }
            .joined(separator: "-")
    }
}
