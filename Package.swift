// swift-tools-version: 6.2
import PackageDescription

/// What holds for every target of ours: Swift 6, explicit `any`, imports that say what they show, no warning left standing.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

/// For what is called for every message and every statement: an async function runs where its caller runs (SE-0461), so that a call is no switch
/// of executors. Release builds go without the checks of exclusive access at run time (a tenth of a statement's instructions); builds for tests have them.
let hotSettings =
    settings + [
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
    ]

extension Target {
    /// A library of the house, in `Shared/<name>`.
    static func shared(
        _ name: String, _ dependencies: [Dependency], resources: [Resource]? = nil, swiftSettings: [SwiftSetting] = settings
    ) -> Target {
        .target(name: name, dependencies: dependencies, path: "Shared/\(name)", resources: resources, swiftSettings: swiftSettings)
    }

    /// A service: one executable in `Services/<name>`, with its migrations and templates beside the code.
    static func service(_ name: String, _ dependencies: [Dependency] = [], resources: [Resource] = []) -> Target {
        .executableTarget(
            name: name,
            dependencies: [
                "Models", "Rules", "Messaging", "Database", "Outbox", "Directory", "ServiceKit", "Pages", .hummingbird, .logging,
                .lifecycle,
            ]
                + dependencies,
            path: "Services/\(name)",
            resources: [.copy("Migrations"), .copy("Templates")] + resources,
            swiftSettings: settings
        )
    }

    /// A C library of the system behind a module map and, where macros or variadics need it, a shim.
    static func cLibrary(_ name: String, pkgConfig: String, apt: String) -> Target {
        .systemLibrary(name: name, path: "Shared/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
    }

    /// The tests of one module, in `Tests/<module>Tests`.
    static func tests(_ module: String, _ dependencies: [Dependency] = [], resources: [Resource]? = nil) -> Target {
        .testTarget(
            name: "\(module)Tests", dependencies: [.init(stringLiteral: module), "Models", "TestKit"] + dependencies,
            path: "Tests/\(module)Tests", resources: resources, swiftSettings: settings
        )
    }
}

extension Target.Dependency {
    static let hummingbird: Self = .product(name: "Hummingbird", package: "hummingbird")
    static let hummingbirdTesting: Self = .product(name: "HummingbirdTesting", package: "hummingbird")
    static let logging: Self = .product(name: "Logging", package: "swift-log")
    static let metrics: Self = .product(name: "CoreMetrics", package: "swift-metrics")
    static let lifecycle: Self = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let signals: Self = .product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let configuration: Self = .product(name: "Configuration", package: "swift-configuration")
    static let jwt: Self = .product(name: "JWTKit", package: "jwt-kit")
    static let crypto: Self = .product(name: "Crypto", package: "swift-crypto")
    static let cryptoExtras: Self = .product(name: "CryptoExtras", package: "swift-crypto")
    static let yams: Self = .product(name: "Yams", package: "Yams")
    static let mustache: Self = .product(name: "Mustache", package: "swift-mustache")
    static let arguments: Self = .product(name: "ArgumentParser", package: "swift-argument-parser")
    static let httpClient: Self = .product(name: "AsyncHTTPClient", package: "async-http-client")
    static let httpTypes: Self = .product(name: "HTTPTypes", package: "swift-http-types")
    static let nioCore: Self = .product(name: "NIOCore", package: "swift-nio")
    static let nioHTTP1: Self = .product(name: "NIOHTTP1", package: "swift-nio")
    static let nioPosix: Self = .product(name: "NIOPosix", package: "swift-nio")
}

let package = Package(
    name: "caunoi",
    products: [.executable(name: "caunoi", targets: ["Launcher"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        .cLibrary("CPostgreSQL", pkgConfig: "libpq", apt: "libpq-dev"),
        .cLibrary("CRabbitMQ", pkgConfig: "librabbitmq", apt: "librabbitmq-dev"),
        .cLibrary("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
        .cLibrary("CQRencode", pkgConfig: "libqrencode", apt: "libqrencode-dev"),
        .cLibrary("CXlsxWriter", pkgConfig: "xlsxwriter", apt: "libxlsxwriter-dev"),
        .cLibrary("CZip", pkgConfig: "libzip", apt: "libzip-dev"),
        .cLibrary("CExpat", pkgConfig: "expat", apt: "libexpat1-dev"),

        .systemLibrary(name: "CLinux", path: "Shared/CLinux"),

        .shared("Models", []),
        .shared("Spreadsheets", ["CXlsxWriter", "CZip", "CExpat", "Models"]),
        .shared("Rules", ["Models", .yams], resources: [.copy("Packs")]),
        .shared("Messaging", ["CRabbitMQ", "CLinux", "Models", .logging, .metrics, .lifecycle], swiftSettings: hotSettings),
        .shared(
            "Database", ["CPostgreSQL", "CLinux", "Models", .logging, .metrics, .lifecycle, .crypto], swiftSettings: hotSettings),
        .shared(
            "Outbox", ["Models", "Messaging", "Database", .logging, .metrics, .lifecycle], resources: [.copy("Migrations")],
            swiftSettings: hotSettings),
        .shared("Directory", ["Models", "Database", "Outbox"], resources: [.copy("Migrations")]),
        .shared(
            "ServiceKit",
            [
                "Models", "Rules", "Messaging", "Database", "Outbox", "Directory", .hummingbird, .logging, .metrics, .lifecycle,
                .configuration, .jwt, .httpClient, .nioHTTP1,
                .crypto, .httpTypes, .nioCore, .signals,
            ]
        ),
        .shared(
            "Pages", ["Models", "Rules", "ServiceKit", .hummingbird, .mustache, .yams, .crypto, .httpTypes],
            resources: [.copy("Catalogue"), .copy("Static"), .copy("Templates")]),
        .shared(
            "SheetImports",
            [
                "Models", "Database", "Outbox", "Pages", "ServiceKit", "Spreadsheets", .hummingbird, .crypto, .httpTypes, .nioCore,
                .nioPosix,
            ]),

        .service(
            "Portal",
            [
                "SheetImports", "Spreadsheets", "CQRencode", .crypto, .cryptoExtras, .httpClient, .httpTypes, .jwt, .nioCore, .nioHTTP1,
                .nioPosix, .yams,
            ],
            resources: [.copy("API"), .copy("Passwords")]),
        .service(
            "Intake", [.crypto, .httpTypes, .mustache, .nioCore, .nioPosix, "SheetImports", "Spreadsheets"], resources: [.copy("Forms")]),
        .service("Assignment", ["SheetImports"]),
        .service("Attachments", ["CZip", .crypto, .nioCore, .nioPosix, .httpTypes]),
        .service("Notifications", ["CCurl", .nioPosix]),
        .service("Reporting", ["Spreadsheets"]),
        .executableTarget(
            name: "Launcher",
            dependencies: [
                "CLinux", "Models", "Rules", "Messaging", "Database", "Outbox", "ServiceKit", .arguments, .logging, .crypto, .httpClient,
                .nioCore,
                .nioHTTP1,
            ],
            path: "compose/Launcher", swiftSettings: settings
        ),

        .target(
            name: "TestKit",
            dependencies: [
                "Models", "Database", "Messaging", "Outbox", "Rules", "ServiceKit", .hummingbird, .hummingbirdTesting, .httpTypes, .logging,
                .metrics, .nioCore,
            ],
            path: "Tests/TestKit", swiftSettings: settings
        ),
        .tests("Database", [.logging]),
        .tests("Intake", ["Rules", "ServiceKit", "Database", "Directory", .hummingbirdTesting, .httpTypes, .nioCore]),
        .tests("Messaging", [.logging, .metrics, .lifecycle]),
        .testTarget(name: "ModelsTests", dependencies: ["Models"], path: "Tests/ModelsTests", exclude: ["Golden"], swiftSettings: settings),
        .tests("Outbox", ["Database", "Messaging", .logging, .metrics, .lifecycle]),
        .executableTarget(
            name: "Benchmarks",
            dependencies: ["Models", "Messaging", "Database", "Outbox", "ServiceKit", .hummingbird, .nioCore, .logging, .lifecycle],
            path: "Tests/Benchmarks/Ours", swiftSettings: hotSettings),
        .tests("Rules"),
        .tests("Spreadsheets", ["CZip"], resources: [.copy("Files")]),
        .tests(
            "ServiceKit",
            [
                "Database", "Messaging", "Outbox", .hummingbird, .hummingbirdTesting, .httpTypes, .jwt, .lifecycle, .logging, .metrics,
                .nioCore,
            ]),
        .tests("Pages", ["ServiceKit", .hummingbird, .hummingbirdTesting, .httpTypes, .nioCore]),
        .tests(
            "Attachments",
            [
                "Database", "Directory", "Messaging", "Outbox", "Rules", "ServiceKit", .crypto, .httpTypes, .hummingbird,
                .hummingbirdTesting,
                .logging, .metrics, .nioCore, .nioPosix,
            ]),
        .tests(
            "Assignment", ["Database", "Outbox", "Pages", "Rules", "ServiceKit", "SheetImports", .httpTypes, .hummingbirdTesting, .logging]),
        .tests(
            "Notifications",
            [
                "Database", "Directory", "Outbox", "Pages", "Rules", "ServiceKit", .httpTypes, .hummingbird, .hummingbirdTesting, .logging,
                .metrics, .nioCore,
            ]),
        .tests(
            "Portal",
            [
                "Database", "Messaging", "Outbox", "Pages", "Rules", "ServiceKit", "SheetImports", .crypto, .httpTypes, .hummingbird,
                .hummingbirdTesting, .jwt, .logging, .nioCore,
            ]),
        .tests(
            "Reporting", ["Database", "Messaging", "Outbox", "Rules", "ServiceKit", .httpTypes, .hummingbirdTesting, .logging, .nioCore]),
        .tests("Launcher", ["Rules", "ServiceKit", .arguments]),
    ]
)
