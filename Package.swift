// swift-tools-version: 6.2
import PackageDescription

let isContinuousIntegration = Context.environment["CI"] != nil

// Warnings fail the build in CI only: a newer compiler with a new warning must not stop a user.
let strict: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ] + (isContinuousIntegration ? [.treatAllWarnings(as: .error)] : [])

let log = Target.Dependency.product(name: "Logging", package: "swift-log")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPCompression = Target.Dependency.product(name: "NIOHTTPCompression", package: "swift-nio-extras")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let tracing = Target.Dependency.product(name: "Tracing", package: "swift-distributed-tracing")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqliteInterface = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "spworker",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "spworker", targets: ["spworker"]),
        .library(name: "SellingPartner", targets: ["SellingPartner", "Secrets"]),
        .library(name: "SellerJobWorker", targets: ["JobModel", "JobStore", "Worker"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-crypto", "3.12.0"..<"5.0.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.3.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.5.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.24.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.29.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.20.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.0.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.26.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.8.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
    ],
    targets: [
        // MARK: Pure
        .target(name: "Ports", swiftSettings: strict),
        .target(name: "JobModel", swiftSettings: strict),
        .target(name: "OperationCatalogue", swiftSettings: strict),

        // MARK: Seams and their adapters
        .target(name: "JobStore", dependencies: ["JobModel"], swiftSettings: strict),
        .target(
            name: "SQLiteJobStore",
            dependencies: ["JobStore", "JobModel", "SQLiteMigrations", grdb, sqliteInterface, crypto, metrics],
            swiftSettings: strict),
        .target(
            name: "SQLiteMigrations",
            path: "migrations/sqlite",
            resources: [.embedInCode("sql")],
            swiftSettings: strict),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(
            name: "PostgresJobStore", dependencies: ["JobStore", "JobModel", "PostgresMigrations", "CLibPQ", metrics],
            swiftSettings: strict),
        .target(
            name: "PostgresMigrations",
            path: "migrations/postgres",
            resources: [.embedInCode("sql")],
            swiftSettings: strict),
        .target(
            name: "Secrets", dependencies: ["Ports", crypto, yams, log, subprocess], swiftSettings: strict),
        // Documents are compressed with it.
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "SellingPartner",
            dependencies: [
                "Ports", "Secrets", "OperationCatalogue", "CZlib", asyncHTTPClient, nioCore, nioHTTP1,
                nioHTTPCompression, nioPosix,
                nioSSL, crypto, log, metrics, tracing,
            ],
            swiftSettings: strict),

        // MARK: The worker and what it runs
        .target(
            name: "Worker", dependencies: ["JobStore", "JobModel", "Ports", lifecycle, log, metrics, tracing],
            swiftSettings: strict),
        .target(
            name: "SellerJobs",
            dependencies: [
                "SellingPartner", "Secrets", "OperationCatalogue", "JobStore", "JobModel", "Ports", "Worker", crypto,
                lifecycle, log, metrics, subprocess, tracing,
            ],
            swiftSettings: strict),
        .target(
            name: "StarterFiles",
            path: "jobs",
            resources: [.embedInCode("templates"), .embedInCode("definitions")],
            swiftSettings: strict),

        // MARK: Around it
        .target(
            name: "Sandbox",
            dependencies: [
                "OperationCatalogue", "Ports", "CZlib", hummingbirdCore, httpTypes, yams, nioCore, nioPosix, log,
            ],
            swiftSettings: strict),
        // What commands and the dashboard tell of the queue, for people and for programs.
        .target(name: "Overview", dependencies: ["JobStore", "JobModel", "OperationCatalogue"], swiftSettings: strict),
        .target(
            name: "Dashboard",
            dependencies: [
                "Overview", "JobStore", "JobModel", "OperationCatalogue", "Ports", hummingbird, httpTypes, mustache,
                nioCore, crypto, log, lifecycle, metrics,
            ],
            resources: [.embedInCode("Templates"), .embedInCode("Assets")],
            swiftSettings: strict),
        .target(name: "JobStoreTesting", dependencies: ["JobStore", "JobModel", "Ports"], swiftSettings: strict),
        .executableTarget(
            name: "spworker",
            dependencies: [
                "Ports", "JobModel", "OperationCatalogue", "JobStore", "SQLiteJobStore", "SQLiteMigrations",
                "PostgresJobStore", "Secrets", "SellingPartner", "SellerJobs", "Worker", "Sandbox", "StarterFiles",
                "Overview", "Dashboard", argumentParser, lifecycle, unixSignals, yams, log, metrics, tracing,
                sqliteInterface,
                // What is measured beside the worker, and what both call.
                asyncHTTPClient, nioCore, nioPosix, nioHTTP1,
            ],
            swiftSettings: strict),

        // MARK: Tests
        .testTarget(name: "JobModelTests", dependencies: ["JobModel", "JobStoreTesting"], swiftSettings: strict),
        .testTarget(name: "OperationCatalogueTests", dependencies: ["OperationCatalogue"], swiftSettings: strict),
        .testTarget(
            name: "JobStoreTests", dependencies: ["JobStore", "JobModel", "JobStoreTesting"], swiftSettings: strict),
        .testTarget(
            name: "SQLiteJobStoreTests",
            dependencies: ["SQLiteJobStore", "SQLiteMigrations", "JobStore", "JobModel", "JobStoreTesting", grdb],
            swiftSettings: strict),
        .testTarget(
            name: "PostgresJobStoreTests",
            dependencies: [
                "PostgresJobStore", "PostgresMigrations", "SQLiteJobStore", "CLibPQ", "JobStore", "JobModel",
                "JobStoreTesting",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "SecretsTests",
            dependencies: ["Secrets", "Ports", "JobStoreTesting", crypto, log, nioCore, nioPosix, nioHTTP1],
            swiftSettings: strict),
        .testTarget(
            name: "SellingPartnerTests",
            dependencies: [
                "SellingPartner", "Secrets", "Ports", "OperationCatalogue", "JobStoreTesting", "CZlib", nioCore,
                nioPosix, nioSSL, log,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "SandboxTests",
            dependencies: [
                "Sandbox", "OperationCatalogue", "Ports", "JobStoreTesting", asyncHTTPClient, nioCore, nioHTTP1, log,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "WorkerTests",
            dependencies: ["Worker", "JobStore", "JobModel", "Ports", "JobStoreTesting", log, metrics, tracing],
            swiftSettings: strict),
        .testTarget(
            name: "SellerJobsTests",
            dependencies: [
                "SellerJobs", "SellingPartner", "Secrets", "OperationCatalogue", "JobStore", "JobModel", "Ports",
                "Worker",
                "JobStoreTesting", log,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ClientTests",
            dependencies: [
                "SellerJobs", "SellingPartner", "Secrets", "Sandbox", "OperationCatalogue", "JobStore", "JobModel",
                "Ports", "Worker", "JobStoreTesting", log,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "DashboardTests",
            dependencies: [
                "Dashboard", "Overview", "JobStore", "JobModel", "OperationCatalogue", "Ports", "JobStoreTesting",
                hummingbird, .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "NIOEmbedded", package: "swift-nio"), httpTypes, nioCore, log, metrics,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "spworkerTests",
            dependencies: [
                "spworker", "JobModel", "JobStore", "OperationCatalogue", "Ports", "Secrets", "SellerJobs",
                "StarterFiles", "Overview", "Dashboard", "Worker", "SellingPartner", "SQLiteJobStore",
                "PostgresJobStore",
                "JobStoreTesting", argumentParser, metrics, log,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests", dependencies: [asyncHTTPClient, nioCore, nioHTTP1], exclude: ["Golden"],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
