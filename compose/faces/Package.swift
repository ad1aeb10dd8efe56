// swift-tools-version: 6.2
import PackageDescription

/// The two faces of the C libraries with what stands on them, and their tests, as a package of their own: what `compose/sanitize` builds under
/// the sanitizers, without the services. It is laid beside copies of what it names.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]
let hotSettings = settings + [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]

extension Target {
    static func shared(_ name: String, _ dependencies: [Dependency], resources: [Resource]? = nil) -> Target {
        .target(name: name, dependencies: dependencies, path: "Shared/\(name)", resources: resources, swiftSettings: hotSettings)
    }

    static func cLibrary(_ name: String, pkgConfig: String) -> Target {
        .systemLibrary(name: name, path: "Shared/\(name)", pkgConfig: pkgConfig)
    }

    static func tests(_ module: String, _ dependencies: [Dependency] = []) -> Target {
        .testTarget(
            name: "\(module)Tests", dependencies: [.init(stringLiteral: module), "Models", "TestKit"] + dependencies,
            path: "Tests/\(module)Tests", swiftSettings: settings)
    }
}

extension Target.Dependency {
    static let logging: Self = .product(name: "Logging", package: "swift-log")
    static let metrics: Self = .product(name: "CoreMetrics", package: "swift-metrics")
    static let lifecycle: Self = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let crypto: Self = .product(name: "Crypto", package: "swift-crypto")
}

let package = Package(
    name: "faces",
    dependencies: [
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .cLibrary("CPostgreSQL", pkgConfig: "libpq"),
        .cLibrary("CRabbitMQ", pkgConfig: "librabbitmq"),
        .systemLibrary(name: "CLinux", path: "Shared/CLinux"),
        .shared("Models", []),
        .shared("Messaging", ["CRabbitMQ", "CLinux", "Models", .logging, .metrics, .lifecycle]),
        .shared("Database", ["CPostgreSQL", "CLinux", "Models", .logging, .metrics, .lifecycle, .crypto]),
        .shared("Outbox", ["Models", "Messaging", "Database", .logging, .metrics, .lifecycle], resources: [.copy("Migrations")]),
        .target(
            name: "TestKit", dependencies: ["Models", "Database", "Messaging", .logging, .metrics], path: "Tests/TestKit",
            exclude: ["TestHouse.swift"],
            swiftSettings: settings),
        .tests("Database", [.logging]),
        .tests("Messaging", [.logging, .metrics, .lifecycle]),
        .tests("Outbox", ["Database", "Messaging", .logging, .metrics, .lifecycle]),
    ]
)
