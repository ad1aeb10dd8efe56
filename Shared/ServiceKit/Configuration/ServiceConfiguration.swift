package import Configuration
import Foundation
import Models

/// The configuration of a process: environment variables `CAUNOI_…` over the YAML file that `CAUNOI_CONFIG` names over the defaults.
package struct ServiceConfiguration: Sendable {
    /// Where a value came from.
    package enum Source: String, Sendable {
        case environment, file, fallback = "default", none
    }

    /// For keys of a service's own: `reader.string(forKey: "antivirus.socket")` is `CAUNOI_ANTIVIRUS_SOCKET`.
    package let reader: ConfigReader
    private let environment: ConfigReader
    private let file: ConfigReader?

    /// Reads the process's environment and the file it names.
    package static func load() async throws -> ServiceConfiguration {
        try await ServiceConfiguration(environment: ProcessInfo.processInfo.environment)
    }

    /// - Parameter environment: variables with their `CAUNOI_` prefix. Throws ``ConfigurationError`` where the YAML file cannot be read.
    package init(environment variables: [String: String]) async throws {
        let secrets = Set(Setting.all.filter(\.isSecret).map(\.variable))
        let own = EnvironmentVariablesProvider(
            environmentVariables: variables.filter { !$0.value.isEmpty }, secretsSpecifier: .specific(secrets)
        )
        .prefixKeys(with: "caunoi")
        environment = ConfigReader(provider: own)
        guard let path = variables["CAUNOI_CONFIG"], !path.isEmpty else {
            file = nil
            reader = environment
            return
        }
        do {
            let place = InMemoryProvider(values: ["filePath": ConfigValue(stringLiteral: path)])
            let yaml = try await FileProvider<YAMLSnapshot>(config: ConfigReader(provider: place))
            file = ConfigReader(provider: yaml)
            reader = ConfigReader(providers: [own, yaml])
        } catch {
            throw ConfigurationError("CAUNOI_CONFIG names \(path), which cannot be read as YAML: \(error)")
        }
    }

    /// The value of a setting, or its default; nil where it has neither. Numbers of a YAML file come as text too.
    package func value(_ setting: Setting) -> String? {
        Self.text(reader, setting) ?? setting.fallback
    }

    /// The value of a setting without which nothing works. Throws ``ConfigurationError``, which says what to set.
    package func required(_ setting: Setting) throws -> String {
        guard let value = value(setting) else {
            throw ConfigurationError(
                "\(setting.variable) is not set (\(setting.meaning)); set it, or \(setting.key) in the file of CAUNOI_CONFIG")
        }
        return value
    }

    /// A whole number. Throws ``ConfigurationError`` for anything else.
    package func number(_ setting: Setting) throws -> Int {
        let text = try required(setting)
        guard let number = Int(text) else { throw ConfigurationError("\(setting.variable) is “\(text)”, which is no whole number") }
        return number
    }

    /// One of a few words. Throws ``ConfigurationError`` for anything else.
    package func choice(_ setting: Setting, of words: [String]) throws -> String {
        let text = try required(setting)
        guard words.contains(text) else {
            throw ConfigurationError("\(setting.variable) is “\(text)”; it must be one of: \(words.joined(separator: ", "))")
        }
        return text
    }

    /// Where the value of a setting comes from.
    package func source(_ setting: Setting) -> Source {
        if Self.text(environment, setting) != nil { return .environment }
        if let file, Self.text(file, setting) != nil { return .file }
        return setting.fallback == nil ? .none : .fallback
    }

    /// Every setting with its value and source, as `caunoi config` prints them; secrets are not shown.
    package func listing() -> [(setting: Setting, value: String?, source: Source)] {
        Setting.all.map { setting in
            let value = value(setting)
            return (setting, setting.isSecret && value != nil ? "(secret)" : value, source(setting))
        }
    }

    private static func text(_ reader: ConfigReader, _ setting: Setting) -> String? {
        let key = ConfigKey(setting.key)
        let text =
            reader.string(forKey: key, isSecret: setting.isSecret) ?? reader.int(forKey: key, isSecret: setting.isSecret).map(String.init)
        return text?.isEmpty == true ? nil : text
    }
}

/// What is wrong with the configuration, and what to do about it.
package struct ConfigurationError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
