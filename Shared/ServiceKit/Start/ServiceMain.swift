package import Foundation
import Logging
package import Models

/// How every service executable begins: `<Service> serve` (also without a word), `<Service> migrate`, and words of its own.
package enum ServiceMain {
    /// What this build calls itself.
    package static let version = "0.1.0"

    /// Builds the parts of a service.
    package typealias Build = @Sendable (House) async throws -> Parts

    /// Runs the command on the command line and does not return before it is done; ends the process with 64 for a command it does not know, with
    /// 78 for a wrong configuration, with 1 for any other failure.
    ///
    /// - Parameters:
    ///   - migrations: the folder of the service's own migrations; those that every service has run first.
    ///   - keepsDirectory: whether the service keeps a copy of the organisations (``Directory``).
    ///   - build: the parts of `serve`.
    ///   - commands: further words, each with parts of its own (Reporting's `worker`). They share the listener's conventions, but no inbox of
    ///     events and no relay run beside them.
    package static func run(
        _ service: ServiceName, migrations: URL?, keepsDirectory: Bool = false, build: @escaping Build, commands: [String: Build] = [:]
    ) async {
        let word = CommandLine.arguments.dropFirst().first ?? "serve"
        do {
            switch word {
            case "serve": try await ServiceRun(service, role: .serve).run(build)
            case "migrate": try await migrate(service, folder: migrations, keepsDirectory: keepsDirectory)
            default:
                guard let build = commands[word] else {
                    let known = (["serve", "migrate"] + commands.keys.sorted()).joined(separator: " | ")
                    end("usage: \(service.executable) [\(known)]", status: 64)
                }
                try await ServiceRun(service, role: .other(word)).run(build)
            }
        } catch let error as ConfigurationError {
            end("\(service.executable): \(error)", status: 78)
        } catch {
            end("\(service.executable): \(Redaction.clean("\(error)"))", status: 1)
        }
    }

    private static func end(_ message: String, status: Int32) -> Never {
        try? FileHandle.standardError.write(contentsOf: Data((message + "\n").utf8))
        exit(status)
    }
}
