import ArgumentParser
import ServiceKit

/// `caunoi config`: every setting with its value, source and default.
struct Config: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show every setting with its value, source and default; secrets are not shown.")

    func run() async throws {
        let configuration = try await ServiceConfiguration.load()
        for setting in Settings.own + Setting.all {
            let value = configuration.value(setting)
            let shown = setting.isSecret && value != nil ? "(secret)" : value ?? "–"
            let source = configuration.source(setting)
            print("\(setting.variable.padded(to: 30)) \(shown)")
            print("  \(setting.key): \(setting.meaning)")
            print("  from: \(source == .none ? "nowhere" : source.rawValue); default: \(setting.fallback ?? "none")")
        }
    }
}
