// swift-tools-version: 6.2

import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// libFuzzer's program has no main function of its own, so that it exists only where Tests/Fuzz/run builds it.
let fuzzing: [Target] =
  Context.environment["RUNG_FUZZ"] == nil
  ? []
  : [
    .target(name: "Counters", path: "Tests/Fuzz/Counters"),
    .executableTarget(
      name: "fuzz", dependencies: ["FuzzChecks", "Counters"], path: "Tests/Fuzz/Program",
      swiftSettings: settings),
  ]

let package = Package(
  name: "rung",
  products: [
    .executable(name: "rung", targets: ["rung"]),
    // For programs that migrate their own database: docs/library.md.
    .library(name: "RungKit", targets: ["RungKit", "Projects", "Configuration", "System", "Diagnostics"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    // C libraries, each named to Swift and used by one target only.
    .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .target(name: "CPostgreSQL"),
    .systemLibrary(name: "CMessageDigest", pkgConfig: "libmd", providers: [.apt(["libmd-dev"])]),
    // Not imported, only linked: it keeps the executable from asking for more than glibc 2.34.
    .target(name: "COlderGlibc"),

    // The floor: what any error can say.
    .target(name: "Diagnostics", swiftSettings: settings),

    // What the operating system does: files, processes, locks, time. No other room imports its C library.
    .target(name: "System", dependencies: ["Diagnostics"], swiftSettings: settings),

    // Reading text, deciding, sending: those that decide and those that send meet only in RungKit.
    .target(name: "SQLText", dependencies: ["Diagnostics", "CPCRE2"], swiftSettings: settings),
    .target(
      name: "Migrations", dependencies: ["Diagnostics", "SQLText", "CMessageDigest"], swiftSettings: settings),
    .target(
      name: "Drivers", dependencies: ["Diagnostics", "System", "SQLText", "CSQLite", "CPostgreSQL"],
      swiftSettings: settings),

    // What a project is configured to do. It carries `sql/`, `templates/` and the drivers inside.
    .target(
      name: "Configuration",
      dependencies: [
        "Diagnostics", "System", "SQLText", "Migrations", "Drivers",
        .product(name: "TOMLKit", package: "TOMLKit"),
      ],
      swiftSettings: settings,
      plugins: ["EmbedFiles"]),
    .plugin(name: "EmbedFiles", capability: .buildTool(), path: "Sources/EmbedFiles"),

    // A project and its database as they are, with the programs of its own: hooks and loaders.
    .target(
      name: "Projects",
      dependencies: ["Diagnostics", "System", "SQLText", "Migrations", "Drivers", "Configuration"],
      swiftSettings: settings),

    // The whole: runs, and the status.
    .target(
      name: "RungKit",
      dependencies: [
        "Diagnostics", "System", "SQLText", "Migrations", "Drivers", "Configuration", "Projects",
      ],
      swiftSettings: settings),

    // What writes files, and what looks at whole schemas.
    .target(
      name: "Authoring",
      dependencies: [
        "Diagnostics", "System", "SQLText", "Migrations", "Drivers", "Configuration", "Projects", "RungKit",
      ],
      swiftSettings: settings),

    // The command line, and words for people.
    .executableTarget(
      name: "rung",
      dependencies: [
        "Diagnostics", "System", "Configuration", "Projects", "RungKit", "Authoring", "COlderGlibc",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),

    .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"], swiftSettings: settings),
    .testTarget(name: "SystemTests", dependencies: ["System"], swiftSettings: settings),
    .testTarget(name: "SQLTextTests", dependencies: ["SQLText", "Diagnostics"], swiftSettings: settings),
    .testTarget(
      name: "MigrationsTests", dependencies: ["Migrations", "SQLText", "Diagnostics"], swiftSettings: settings
    ),
    .testTarget(
      name: "DriversTests", dependencies: ["Drivers", "SQLText", "Diagnostics"], swiftSettings: settings),
    .testTarget(
      name: "ConfigurationTests", dependencies: ["Configuration", "System", "Diagnostics"],
      swiftSettings: settings),
    .testTarget(
      name: "ProjectsTests",
      dependencies: [
        "Projects", "Configuration", "Drivers", "Migrations", "SQLText", "System", "Diagnostics",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "RungKitTests", dependencies: ["RungKit", "Projects", "Configuration", "System", "Diagnostics"],
      swiftSettings: settings),
    .testTarget(
      name: "AuthoringTests",
      dependencies: [
        "Authoring", "Projects", "Configuration", "Migrations", "SQLText", "System", "Diagnostics",
      ],
      swiftSettings: settings),
    // The executable as users start it; what is compiled into the tests knows nothing of it.
    .testTarget(name: "RungTests", swiftSettings: settings),

    // Properties that hold for every text, and the small texts that were hard to read.
    .target(
      name: "FuzzChecks",
      dependencies: ["Diagnostics", "System", "SQLText", "Migrations", "Drivers", "Configuration"],
      path: "Tests/Fuzz/Checks", swiftSettings: settings),
    .testTarget(
      name: "FuzzTests", dependencies: ["FuzzChecks"], path: "Tests/Fuzz/Tests", swiftSettings: settings),
  ] + fuzzing
)
