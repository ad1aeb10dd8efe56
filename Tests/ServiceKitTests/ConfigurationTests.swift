import Foundation
import Models
import Testing

@testable import ServiceKit

@Suite struct ConfigurationTests {
    private func file(_ yaml: String) throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "configuration-\(UUID()).yaml")
        try Data(yaml.utf8).write(to: path)
        return path.path
    }

    @Test func theEnvironmentStandsOverTheFileOverTheDefault() async throws {
        let path = try file("http:\n  port: 7001\n  host: 10.0.0.1\nbroker:\n  url: amqp://u:p@h/v\n")
        let configuration = try await ServiceConfiguration(environment: ["CAUNOI_CONFIG": path, "CAUNOI_HTTP_PORT": "7002"])
        #expect(try configuration.number(.httpPort) == 7002)
        #expect(configuration.source(.httpPort) == .environment)
        #expect(configuration.value(.httpHost) == "10.0.0.1")
        #expect(configuration.source(.httpHost) == .file)
        #expect(configuration.value(.logLevel) == "info")
        #expect(configuration.source(.logLevel) == .fallback)
        #expect(configuration.source(.papers) == .none)
    }

    @Test func numbersOfTheFileAreRead() async throws {
        let configuration = try await ServiceConfiguration(environment: ["CAUNOI_CONFIG": try file("http:\n  port: 7001\n")])
        #expect(try configuration.number(.httpPort) == 7001)
    }

    @Test func secretsAreNeverListed() async throws {
        let configuration = try await ServiceConfiguration(environment: ["CAUNOI_DATABASE_URL": "postgresql://u:hunter2@/x"])
        let listing = configuration.listing()
        #expect(!listing.contains { $0.value?.contains("hunter2") == true })
        #expect(listing.first { $0.setting == .databaseURL }?.value == "(secret)")
        #expect(listing.count == Setting.all.count)
    }

    @Test func whatIsMissingOrWrongIsNamed() async throws {
        let configuration = try await ServiceConfiguration(environment: ["CAUNOI_HTTP_PORT": "many"])
        let missing = try #require(throws: ConfigurationError.self) { try configuration.required(.brokerURL) }
        #expect(missing.description.contains("CAUNOI_BROKER_URL"))
        #expect(throws: ConfigurationError.self) { try configuration.number(.httpPort) }
        await #expect(throws: ConfigurationError.self) { try await ServiceConfiguration(environment: ["CAUNOI_CONFIG": "/no/such/file"]) }
    }

    @Test func theClockIsMovedInDemonstrationsAlone() async throws {
        let real = try await ServiceConfiguration(environment: ["CAUNOI_CLOCK_FILE": "/tmp/clock"])
        let error = try #require(throws: ConfigurationError.self) { try real.clock() }
        #expect(error.description.contains("--demo"))
        let path = try file("86400")
        let shown = try await ServiceConfiguration(environment: ["CAUNOI_CLOCK_FILE": path, "CAUNOI_DEMONSTRATION": "yes"])
        #expect(try shown.clock().now.timeIntervalSinceNow > 86_000)
    }

    @Test func servicesListenToTheirOwnMachineAlone() async throws {
        func host(_ environment: [String: String]) async throws -> String {
            try await ServiceConfiguration(environment: environment).listeningHost()
        }
        #expect(try await host([:]) == "127.0.0.1")
        for open in ["0.0.0.0", "::", "10.0.0.5", "intake.noi-bo"] {
            let error = await #expect(throws: ConfigurationError.self) { try await host(["CAUNOI_HTTP_HOST": open]) }
            #expect(error?.description.contains("CAUNOI_LINES_PLAIN=trusted_network") == true)
            #expect(try await host(["CAUNOI_HTTP_HOST": open, "CAUNOI_LINES_PLAIN": "trusted_network"]) == open)
        }
    }

    @Test func secretsOfOneServiceAreNotForTheOthers() {
        for setting in Setting.all where setting.isSecret { #expect(setting.services.count <= 1, "\(setting.key)") }
        #expect(Setting.mailPassword.services == [.notifications])
        #expect(Setting.openIDClientSecret.services == [.portal])
    }

    @Test func aPrivateKeyThatOthersMayReadIsRefused() async throws {
        let path = try file("key")
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        let configuration = try await ServiceConfiguration(environment: ["CAUNOI_TOKEN_PRIVATE_KEY": path])
        #expect(throws: ConfigurationError.self) { try configuration.tokenPrivateKeyPEM() }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        #expect(try configuration.tokenPrivateKeyPEM() == "key")
    }
}
