// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "server",
  dependencies: [
    .package(name: "rung", path: "../.."),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.0"),
  ],
  targets: [
    .executableTarget(
      name: "server",
      dependencies: [
        .product(name: "RungKit", package: "rung"), .product(name: "FlyingFox", package: "FlyingFox"),
      ]),
    // What docs/library.md shows.
    .executableTarget(name: "steps", dependencies: [.product(name: "RungKit", package: "rung")]),
  ]
)
