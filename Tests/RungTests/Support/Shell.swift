import Foundation

/// Where the tests find things.
enum Place {
  /// The folder of `Package.swift`.
  static let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL

  /// The executable under test, as it is installed.
  static let rung =
    ProcessInfo.processInfo.environment["RUNG_TEST_EXECUTABLE"] ?? "start the tests with 'make test'"

  /// Databases' clients themselves, where packages wrap them in programs that take longer to start than they do.
  static let clients =
    ProcessInfo.processInfo.environment["RUNG_TEST_CLIENTS"] ?? "start the tests with 'make test'"

  static var isCI: Bool { ProcessInfo.processInfo.environment["CI"] != nil }
}

/// What a program printed, and how it ended.
struct Ending {
  let status: Int32
  let output: String
  let errors: String
}

/// A folder that goes with its owner, and programs run in it.
final class Scratch: Sendable {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(
      path: "rung-test-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.resolvingSymlinksInPath().path()
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func write(_ name: String, _ text: String) throws {
    let url = URL(filePath: file(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func read(_ name: String) throws -> String { try String(contentsOfFile: file(name), encoding: .utf8) }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

  /// Runs a line of `sh` here; standard output and error go to files, so that neither can block the other.
  func sh(_ line: String, _ variables: [String: String] = [:], merged: Bool = false) throws -> Ending {
    let process = try start(line, variables, merged: merged)
    process.process.waitUntilExit()
    return process.ending
  }

  /// Starts a line of `sh` here.
  func start(_ line: String, _ variables: [String: String] = [:], merged: Bool = false) throws -> Running {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = URL(filePath: path)
    process.environment = Scratch.environment.merging(variables) { $1 }
    process.standardInput = FileHandle.nullDevice
    let running = try Running(process: process, merged: merged)
    try process.run()
    return running
  }

  /// Nothing of the machine's own settings reaches a test.
  private static let environment: [String: String] = [
    "PATH": [
      URL(filePath: Place.rung).deletingLastPathComponent().path(), Place.clients, "/usr/local/bin",
      "/usr/bin", "/bin",
      "/usr/sbin", "/sbin",
    ].joined(separator: ":"),
    "HOME": "/nonexistent", "USER": "tester", "TZ": "UTC", "LC_ALL": "C.UTF-8",
  ].merging(
    ProcessInfo.processInfo.environment.filter {
      ["LD_PRELOAD", "OVERHEAR_INTO", "OVERHEAR_SECRETS"].contains($0.key)
    }
  ) { $1 }
}

/// A program on its way.
final class Running {
  let process: Process
  private let files: [URL]

  fileprivate init(process: Process, merged: Bool) throws {
    self.process = process
    files = (0..<2).map { _ in
      FileManager.default.temporaryDirectory.appending(path: "rung-out-\(UUID().uuidString)")
    }
    let handles = try files.map { url in
      _ = FileManager.default.createFile(atPath: url.path(), contents: nil)
      return try FileHandle(forWritingTo: url)
    }
    process.standardOutput = handles[0]
    process.standardError = merged ? handles[0] : handles[1]
  }

  deinit { for file in files { try? FileManager.default.removeItem(at: file) } }

  /// What it has said so far on standard error.
  var errors: String { (try? String(contentsOf: files[1], encoding: .utf8)) ?? "" }

  var ending: Ending {
    let texts = files.map { (try? Data(contentsOf: $0)).map { String(decoding: $0, as: UTF8.self) } ?? "" }
    return Ending(status: process.terminationStatus, output: texts[0], errors: texts[1])
  }
}
