import Foundation
import Models
import ServiceKit

/// Everything that is settled before a start: folder, programs, ports, passwords, options.
struct Plan: Sendable {
    let folder: DataFolder
    let programs: Programs
    let ports: Ports
    let passwords: Passwords
    let sockets: String
    let settings: Settings
    let options: Options

    /// What the command line asked for.
    struct Options: Sendable {
        var host = "127.0.0.1"
        var workers: Int
        /// A file holding seconds to add to the services' clock.
        var clock: String?
        /// Nobody is held to a second factor then.
        var isDemonstration = false
        /// Only the two servers, for tests.
        var serversOnly = false
    }

    static let database = "caunoi"
    static let databaseAdministrator = "caunoi_admin"
    static let virtualHost = "caunoi"
    static let brokerAdministrator = "admin"

    func port(_ service: ServiceName) -> Int {
        ports.services[ServiceName.allCases.firstIndex(of: service) ?? 0]
    }

    var publicURL: String { settings.publicURL ?? "http://127.0.0.1:\(ports.frontDoor)" }
    /// Where programs of this machine find the front door.
    var ownURL: String { "http://127.0.0.1:\(ports.ownDoor)" }
    var controlSocket: String { "\(sockets)/control.sock" }

    /// The folder of the papers.
    var papers: String { settings.papers.map(folder.absolute) ?? folder.papers }

    /// What each service and the front door may reach; workers reach what their service does.
    var confinements: [(part: String, confinement: Confinement)] {
        let http = LocalHTTP()
        return ServiceName.allCases.map { ($0.rawValue, ServicePart(plan: self, service: $0, http: http).confinement(of: $0.rawValue)) }
            + [("front-door", FrontDoorPart(plan: self, http: http).confinement)]
    }

    /// Throws `LaunchError` where a part would be given what is not its own.
    func check() throws {
        let papers = Place.resolved(papers)
        guard Place.lies(folder.path, in: papers) || Place.lies(papers, in: folder.path), !Place.lies(papers, in: folder.papers) else {
            return
        }
        throw LaunchError(
            "\(Setting.papers.variable) is \(papers), where secrets of the data folder lie too",
            remedy: "give papers a folder of their own, outside \(folder.path)")
    }

    /// A libpq URI for one of the services' roles.
    func databaseURL(user: String, password: String, database: String = Plan.database) -> String {
        DatabaseAddress(sockets: sockets, configured: settings.databaseAdministratorURL).url(
            user: user, password: password, database: database)
    }

    /// The administrator's address on a database that every server has.
    var databaseURLOfServer: String {
        settings.databaseAdministratorURL
            ?? databaseURL(user: Plan.databaseAdministrator, password: passwords.databaseAdministrator, database: "postgres")
    }

    func brokerURL(user: String, password: String) -> String {
        settings.brokerURL ?? "amqp://\(user):\(password)@127.0.0.1:\(ports.broker)/\(Plan.virtualHost)"
    }

    var brokerAdministratorURL: String {
        brokerURL(user: Plan.brokerAdministrator, password: passwords.brokerAdministrator)
    }

    /// What every program of ours and of others starts from: nothing of the caller's environment but what it configures.
    var commonEnvironment: [String: String] {
        [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC", "HOME": folder.path, Leftovers.mark: folder.path,
        ]
    }
}
