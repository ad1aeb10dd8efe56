import Foundation
import Models
import Testing

@testable import Launcher

/// Real programs, held by the kernel. One without Landlock holds nobody, and `caunoi up` says so: then everything can be reached.
@Suite struct ConfinementTests {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test func aProgramReachesWhatItIsAllowedAndNothingElse() async throws {
        for name in ["seen", "secret"] {
            try FileManager.default.createDirectory(atPath: "\(scratch.path)/\(name)", withIntermediateDirectories: false)
            try name.write(toFile: "\(scratch.path)/\(name)/file", atomically: true, encoding: .utf8)
        }
        let confinement = Confinement(readable: Confinement.machine + ["\(scratch.path)/seen"], writable: ["\(scratch.path)/own/deeper"])
        let attempts = [
            "read what it is shown": "cat seen/file",
            "write its own": "echo x >own/deeper/new && mkdir own/deeper/a && mv own/deeper/new own/deeper/a/ && rm -r own/deeper/a",
            "read a secret": "cat secret/file",
            "list a secret folder": "ls secret",
            "link a secret": "ln secret/file own/deeper/link",
            "write what it is shown": "echo x >seen/file",
            "empty what it is shown": "truncate -s 0 seen/file",
            "remove what it is shown": "rm -f seen/file",
            "write beside its own": "echo x >own/beside",
            "write a file of the machine": "echo x >/etc/caunoi-test",
            // What /proc guards like the memory and the environment of a process, from root too.
            "look into a process outside": "readlink /proc/$PPID/exe",
            "look into what it has started": "sleep 1 & readlink /proc/$!/exe",
        ]
        let allowed: Set = ["read what it is shown", "write its own", "look into what it has started"]
        guard Confinement.isPossible else { return }
        for (what, command) in attempts {
            let tool = Tool(
                executable: "/bin/sh", arguments: ["-c", command], environment: ["PATH": "/usr/bin:/bin"], folder: scratch.path,
                confinement: confinement)
            let succeeded = await (try? tool.run()) != nil
            #expect(succeeded == allowed.contains(what), "\(what)")
        }
        #expect(try String(contentsOfFile: "\(scratch.path)/seen/file", encoding: .utf8) == "seen")
    }

    @Test func whoStartsAConfinedProgramIsNotConfined() async throws {
        try await Tool(executable: "/bin/true", environment: [:], confinement: Confinement(readable: Confinement.machine)).run()
        #expect(throws: Never.self) { try "x".write(toFile: "\(scratch.path)/file", atomically: false, encoding: .utf8) }
    }

    /// OWASP ASVS 5.0, V13.3.2.
    @Test func noPartReadsTheSecretsOfAnother() async throws {
        let plan = try await plan()
        let files = [
            "secrets/passwords.json", "keys/token-signing.pem", "keys/sealing.json", "keys/token-public.pem", "postgresql/PG_VERSION",
            "rabbitmq/.erlang.cookie", "caddy/caddy/autosave.json", "papers/stored/one", "mail/new/one", "audit/heads.jsonl",
            "log/intake.log", "state.json", "tmp/other/page.html",
        ]
        for file in files {
            let path = "\(plan.folder.path)/\(file)"
            try FileManager.default.createDirectory(
                atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
            try "x".write(toFile: path, atomically: true, encoding: .utf8)
        }
        var own: [String: Set<String>] = [
            "portal": ["keys/token-signing.pem", "keys/sealing.json", "audit/heads.jsonl"], "attachments": ["papers/stored/one"],
            "notifications": ["mail/new/one"],
        ]
        for service in ServiceName.allCases { own[service.rawValue, default: []].insert("keys/token-public.pem") }
        own["front-door"] = ["caddy/caddy/autosave.json"]
        let http = LocalHTTP()
        var parts = ServiceName.allCases.map {
            ($0.rawValue, ServicePart(plan: plan, service: $0, http: http).confinement(of: $0.rawValue))
        }
        parts.append(("front-door", FrontDoorPart(plan: plan, http: http).confinement))
        for (name, confinement) in parts {
            let said = try await Tool(
                executable: "/bin/sh",
                arguments: ["-c", "for file; do (cat \"$file\" >/dev/null) 2>/dev/null && echo \"$file\"; done; true", "sh"] + files,
                environment: ["PATH": "/usr/bin:/bin"], folder: plan.folder.path, confinement: confinement
            ).run()
            let read = Set(said.split(separator: "\n").map(String.init))
            #expect(read == (Confinement.isPossible ? own[name] ?? [] : Set(files)), "\(name)")
        }
    }

    @Test func aFileIsShownWithItsFolderUnlessSecretsLieThere() throws {
        #expect(Confinement.places(of: "/srv/lists/breached", hiding: "/srv/data") == ["/srv/lists"])
        #expect(Confinement.places(of: "/srv/breached", hiding: "/srv/data") == ["/srv/breached"])
        #expect(Confinement.places(of: "/srv/clock") == ["/srv"])
        #expect(!Confinement.lies("/srv/data", in: "/srv/dat"))
    }

    private func plan() async throws -> Plan {
        let folder = try scratch.dataFolder()
        return Plan(
            folder: folder,
            programs: Programs(
                ours: "/usr/local/bin", itself: "/usr/local/bin/caunoi", compose: "/usr/share/caunoi", postgresql: "/usr/bin",
                rabbitmq: "/usr/bin", epmd: "/usr/bin/epmd", caddy: "/usr/bin/caddy"),
            ports: Ports(frontDoor: 1, ownDoor: 1, broker: 2, brokerDistribution: 3, epmd: 4, services: [5, 6, 7, 8, 9, 10]),
            passwords: try Passwords.of(folder), sockets: "\(folder.path)/run", settings: try await Settings.read(),
            options: Plan.Options(workers: 0))
    }
}
