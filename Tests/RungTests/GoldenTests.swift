import Foundation
import Testing

/// Every folder of `Tests/Golden` with a `transcript`: what a user types, and all that they see.
///
/// Lines of `$ ` are commands, lines of `> ` continue them; what they print follows, and `[N]` where the exit status
/// is not 0. `$PG` in a transcript is the URL of a new PostgreSQL database.
@Suite struct `Golden transcripts` {
  static let cases: [String] = {
    let folder = Place.root.appending(path: "Tests/Golden")
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path())) ?? []
    return paths.filter { $0.hasSuffix("/transcript") }.map { String($0.dropLast("/transcript".count)) }
      .sorted()
  }()

  @Test(arguments: cases) func `a session prints what is written down`(name: String) throws {
    let folder = Place.root.appending(path: "Tests/Golden/\(name)")
    let expected = try String(contentsOf: folder.appending(path: "transcript"), encoding: .utf8)
    let actual = try play(expected, folder)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try #require(!Place.isCI, "recording is for people who read what they record")
      try actual.write(to: folder.appending(path: "transcript"), atomically: true, encoding: .utf8)
    }
    try expectSame(actual, expected)
  }

  /// The transcript as it is when its commands are run now.
  private func play(_ transcript: String, _ folder: URL) throws -> String {
    let scratch = try Scratch()
    _ = try scratch.sh("cp -R '\(folder.path())/.' . && rm transcript")
    let database = try transcript.contains("$PG") ? PostgreSQLTestDatabase(scratch: scratch) : nil
    let variables = database.map { ["PG": $0.url] } ?? [:]
    var result = ""
    for (comment, command) in commands(transcript) {
      result += comment
      guard let command else { continue }
      result += "$ " + command.replacing("\n", with: "\n> ") + "\n"
      let ending = try scratch.sh(command, variables, merged: true)
      let printed = masked(ending.output, scratch, database)
      result += printed + (printed.isEmpty || printed.hasSuffix("\n") ? "" : "\n")
      if ending.status != 0 { result += "[\(ending.status)]\n" }
    }
    return result
  }

  /// The commands of a transcript, each behind the comments before it.
  private func commands(_ transcript: String) -> [(comment: String, command: String?)] {
    var result: [(comment: String, command: String?)] = []
    for line in transcript.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("$ ") {
        result.append(("", String(line.dropFirst(2))))
      } else if line.hasPrefix("> "), let command = result.last?.command {
        result[result.count - 1].command = command + "\n" + line.dropFirst(2)
      } else if line == ">", let command = result.last?.command {
        result[result.count - 1].command = command + "\n"
      } else if line.hasPrefix("# ") {
        result.append((line + "\n", nil))
      }
    }
    return result
  }

  /// What differs from run to run, masked.
  private func masked(_ text: String, _ scratch: Scratch, _ database: PostgreSQLTestDatabase?) -> String {
    var text = text.replacing(scratch.path, with: "/scratch").replacing(
      /\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+|Z)?/, with: "TIME"
    )
    .replacing(/\b\d+ ms\b/, with: "N ms").replacing(/\b20\d{12}(?=_)/, with: "NOW")
    if let database {
      let server = database.url.dropLast(database.name.count + 1)
      text = text.replacing(database.name, with: "DATABASE").replacing(server, with: "postgresql://SERVER")
        .replacing(/port \d+/, with: "port N").replacing(/session \d+/, with: "session N")
    }
    return text.replacing(/process \d+/, with: "process N")
  }
}
