import Foundation
import Models
import ServiceKit
import Testing

@testable import Launcher

/// Real programs, held by the kernel.
@Suite(.enabled(if: Confinement.isPossible, "the kernel has no Landlock of version 2")) struct ConfinementTests {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test func aProgramReachesWhatItIsAllowedAndNothingElse() async throws {
        for name in ["seen", "secret"] {
            try FileManager.default.createDirectory(atPath: "\(scratch.path)/\(name)", withIntermediateDirectories: false)
            try name.write(toFile: "\(scratch.path)/\(name)/file", atomically: true, encoding: .utf8)
        }
        let shared = "/dev/shm/caunoi-\(UUID().uuidString)"
        try "shared".write(toFile: shared, atomically: false, encoding: .utf8)
        defer { unlink(shared) }
        let confinement = Confinement(readable: Confinement.machine + ["\(scratch.path)/seen"], writable: ["\(scratch.path)/own/deeper"])
        let version = Confinement.version
        let attempts = [
            ("read what it is shown", "cat seen/file", true),
            (
                "write its own", "echo x >own/deeper/new && mkdir own/deeper/a && mv own/deeper/new own/deeper/a/ && rm -r own/deeper/a",
                true
            ),
            ("be rid of words", "echo x >/dev/null", true),
            ("start what it has written", "cp /bin/true own/deeper/program && own/deeper/program", false),
            ("read a secret", "cat secret/file", false),
            ("list a secret folder", "ls secret", false),
            ("link a secret", "ln secret/file own/deeper/link", false),
            ("read what servers share", "cat \(shared)", false),
            ("write what it is shown", "echo x >seen/file", false),
            ("remove what it is shown", "rm -f seen/file", false),
            ("write beside its own", "echo x >own/beside", false),
            ("write a file of the machine", "echo x >/etc/caunoi-test", false),
            // Since Linux 6.2.
            ("empty a secret by its name", "python3 -c 'import os; os.truncate(\"secret/file\", 0)'", version < 3),
            // What /proc guards like the memory and the environment of a process, from root too. Its own children are inside.
            ("look into a process outside", "readlink /proc/$PPID/exe", false),
            ("look into what it has started", "sleep 1 & readlink /proc/$!/exe", true),
            // Since Linux 6.12.
            ("signal a process outside", "kill -0 $PPID", version < 6),
        ]
        for (what, command, isAllowed) in attempts {
            let tool = Tool(
                executable: "/bin/sh", arguments: ["-c", command], environment: ["PATH": "/usr/bin:/bin"], folder: scratch.path,
                confinement: confinement)
            let succeeded = await (try? tool.run()) != nil
            #expect(succeeded == isAllowed, "\(what)")
        }
        #expect(try String(contentsOfFile: "\(scratch.path)/seen/file", encoding: .utf8) == "seen")
    }

    /// Rules go by thread: a thread of ours that was held would hand them on to whatever it makes.
    @Test func whoStartsAConfinedProgramIsNotConfined() async throws {
        let child = try Launch(
            executable: "/bin/sleep", arguments: ["60"], environment: [:], folder: "/", output: .log("\(scratch.path)/log"),
            confinement: Confinement(readable: Confinement.machine)
        ).spawn()
        defer { child.send(SIGKILL) }
        #expect(KernelFile.text("/proc/\(child.pid)/status").contains("NoNewPrivs:\t1"))
        let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")
        let held = threads.filter { KernelFile.text("/proc/self/task/\($0)/status").contains("NoNewPrivs:\t1") }
        #expect(threads.count > 1 && held == [])
    }

    /// OWASP ASVS 5.0, V13.3.2.
    @Test func noPartReadsTheSecretsOfAnother() async throws {
        let plan = try await Plan.sample(
            in: scratch,
            [
                "CAUNOI_MAIL_CA_FILE": "\(scratch.path)/mail-ca.pem", "CAUNOI_SIGN_IN_BREACHED_PASSWORDS": "secrets/breached",
                "CAUNOI_DATABASE_ADMIN_URL": "postgresql://a:b@db.example/x?sslmode=verify-full&sslrootcert=\(scratch.path)/ca/root.crt",
                "CAUNOI_PAPERS": "\(scratch.path)/papers",
            ])
        let files = [
            "data/secrets/passwords.json", "data/secrets/breached", "data/keys/token-signing.pem", "data/keys/sealing.json",
            "data/keys/token-public.pem", "data/postgresql/PG_VERSION", "data/rabbitmq/.erlang.cookie", "data/caddy/caddy/autosave.json",
            "data/papers/stored/one", "data/mail/new/one", "data/audit/heads.jsonl", "data/log/intake.log", "data/state.json",
            "data/tmp/other/page.html", "papers/stored/two", "mail-ca.pem", "ca/root.crt", "other",
        ]
        for file in files {
            let path = "\(scratch.path)/\(file)"
            try FileManager.default.createDirectory(atPath: Place.folder(path), withIntermediateDirectories: true)
            try "x".write(toFile: path, atomically: true, encoding: .utf8)
        }
        var own: [String: Set<String>] = [
            "portal": ["data/keys/token-signing.pem", "data/keys/sealing.json", "data/audit/heads.jsonl", "data/secrets/breached"],
            "attachments": ["papers/stored/two"], "notifications": ["data/mail/new/one", "mail-ca.pem"],
            "front-door": ["data/caddy/caddy/autosave.json"],
        ]
        for service in ServiceName.allCases {
            own[service.rawValue, default: []].formUnion(["data/keys/token-public.pem", "ca/root.crt"])
        }
        own["reporting-worker-1"] = own["reporting"]
        let worker = ServicePart(plan: plan, service: .reporting, http: LocalHTTP()).confinement(of: "reporting-worker-1")
        for (name, confinement) in plan.confinements + [("reporting-worker-1", worker)] {
            let said = try await Tool(
                executable: "/bin/sh",
                arguments: ["-c", "for file; do (cat \"$file\" >/dev/null) 2>/dev/null && echo \"$file\"; done; true", "sh"] + files,
                environment: ["PATH": "/usr/bin:/bin"], folder: scratch.path, confinement: confinement
            ).run()
            #expect(Set(said.split(separator: "\n").map(String.init)) == own[name], "\(name)")
            #expect(files.filter { confinement.shows("\(scratch.path)/\($0)") }.sorted() == own[name]?.sorted(), "\(name)")
        }
    }
}

@Suite struct PlaceTests {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test func aFileIsShownWithItsFolderUnlessSecretsLieThere() {
        #expect(Place.around("/srv/lists/breached", hiding: "/srv/data") == ["/srv/lists"])
        #expect(Place.around("/srv/breached", hiding: "/srv/data") == ["/srv/breached"])
        #expect(Place.around("/srv/data/keys/ca.pem", hiding: "/srv/data") == ["/srv/data/keys/ca.pem"])
        #expect(!Place.lies("/srv/data", in: "/srv/dat") && Place.lies("/srv/data", in: "/"))
    }

    @Test func aFolderWithSecretsIsShownWithoutThem() throws {
        for name in ["programs/one", "programs/place/data", "programs/place/two"] {
            try FileManager.default.createDirectory(atPath: "\(scratch.path)/\(name)", withIntermediateDirectories: true)
        }
        let programs = "\(scratch.path)/programs"
        #expect(Place.inside(programs, hiding: "\(scratch.path)/elsewhere") == [programs])
        #expect(Place.inside(programs, hiding: "\(programs)/place/data") == ["\(programs)/one"])
    }

    @Test(arguments: ["", "data", "data/secrets", "data/keys/papers"]) func papersLieApartFromSecrets(_ place: String) async throws {
        let plan = try await Plan.sample(in: scratch, ["CAUNOI_PAPERS": "\(scratch.path)/\(place)"])
        #expect(throws: LaunchError.self) { try plan.check() }
    }

    @Test(arguments: ["papers", "data/papers", "data/papers/more"]) func papersMayLieElsewhere(_ place: String) async throws {
        let plan = try await Plan.sample(in: scratch, ["CAUNOI_PAPERS": "\(scratch.path)/\(place)"])
        #expect(throws: Never.self) { try plan.check() }
    }
}

extension Plan {
    /// A plan in a folder of a test's own.
    static func sample(in scratch: Scratch, _ settings: [String: String]) async throws -> Plan {
        let folder = try scratch.dataFolder()
        return Plan(
            folder: folder,
            programs: Programs(
                ours: "/usr/local/bin", itself: "/usr/local/bin/caunoi", compose: "/usr/share/caunoi", postgresql: "/usr/bin",
                rabbitmq: "/usr/bin", epmd: "/usr/bin/epmd", caddy: "/usr/bin/caddy"),
            ports: Ports(frontDoor: 1, ownDoor: 1, broker: 2, brokerDistribution: 3, epmd: 4, services: [5, 6, 7, 8, 9, 10]),
            passwords: try Passwords.of(folder), sockets: "\(folder.path)/run",
            settings: try await Settings.read(ServiceConfiguration(environment: settings), of: nil), options: Plan.Options(workers: 0))
    }
}
