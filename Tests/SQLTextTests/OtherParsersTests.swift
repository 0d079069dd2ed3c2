import Foundation
import SQLText
import Testing

import struct Diagnostics.SourceText

/// The splitter held against what others make of the same text: PostgreSQL's own parser, SQLite's own
/// sqlite3_complete(), MariaDB's own client, sqlglot.
@Suite struct `Other parsers` {
  private static let root = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL

  /// Where others say that the statements of each text begin.
  private func starts(_ texts: [String], _ syntax: Syntax) throws -> [[Int]] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "rung-split-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let paths = try texts.enumerated().map { number, text in
      let url = folder.appending(path: "\(number).sql")
      try Data(text.utf8).write(to: url)
      return url.path()
    }
    let data = try python("starts.py", [syntax.name] + paths)
    return String(decoding: data, as: UTF8.self).split(separator: "#").map { part in
      part.split(separator: "\n").dropFirst().compactMap { Int($0) }
    }
  }

  /// What a program of `Tests/Splitting` prints.
  private func python(_ name: String, _ arguments: [String]) throws -> Data {
    let variable = ProcessInfo.processInfo.environment["RUNG_TEST_PYTHON"]
    let python = try #require(variable, "start the tests with Tests/run, which installs the other parsers")
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = ["-B", Self.root.appending(path: "Tests/Splitting/\(name)").path()] + arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return data
  }

  private func compare(_ texts: [String], _ syntax: Syntax, atLeast: Int) throws {
    let splitter = try StatementSplitter(Lexer(syntax))
    let theirs = try starts(texts, syntax)
    try #require(theirs.count == texts.count)
    for (text, expected) in zip(texts, theirs) {
      let ours = try splitter.statements(of: text).map(\.start)
      #expect(ours == expected, "\(text.prefix(300))")
    }
    #expect(theirs.joined().count >= atLeast)
  }

  private func realInput(_ name: String) throws -> [String] {
    let variable = ProcessInfo.processInfo.environment["RUNG_TEST_REALINPUT"]
    let folder =
      try #require(variable, "start the tests with Tests/run, which prepares it") + "/\(name)/original"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    return try names.map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
  }

  @Test(arguments: [(Syntax.sqlite, 200), (.postgresql, 200)])
  func `cut the nasty fixtures at the same places`(syntax: Syntax, atLeast: Int) throws {
    let scanner = try BlockScanner(Lexer(syntax))
    let folder = Self.root.appending(path: "Tests/Fixtures/nasty-\(syntax.name)").path()
    let blocks = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().flatMap { name in
      let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
      return try scanner.blocks(of: SourceText(path: name, text: text)).filter {
        $0.key.hasPrefix("migrate_")
      }
      .map { String($0.text) }
    }
    // Data of a COPY is no SQL to any parser.
    try compare(blocks.filter { !$0.contains("\n\\.") }, syntax, atLeast: atLeast)
  }

  @Test(arguments: [
    ("roundcube-sqlite", Syntax.sqlite, 200), ("roundcube-postgresql", .postgresql, 130),
    ("icinga2-postgresql", .postgresql, 400), ("zabbix-postgresql", .postgresql, 100_000),
    ("zabbix-timescaledb", .postgresql, 1), ("roundcube-mysql", .mysql, 100),
    ("roundcube-mysql-initial", .mysql, 20), ("roundcube-sqlserver", .sqlserver, 190),
  ])
  func `cut real files at the same places`(name: String, syntax: Syntax, atLeast: Int) throws {
    try compare(realInput(name), syntax, atLeast: atLeast)
  }

  /// A random script, and where others say that its statements begin.
  private struct Script: Decodable {
    let text: String
    let starts: [Int]
  }

  @Test(arguments: [Syntax.sqlite, .postgresql, .mysql])
  func `cut random scripts at the same places`(syntax: Syntax) throws {
    let wanted = ProcessInfo.processInfo.environment["RUNG_TEST_SCRIPTS"].flatMap { Int($0) } ?? 1_000
    // MariaDB's client is started for each of them.
    let count = syntax == .mysql ? min(wanted, 20_000) : wanted
    let client = try syntax == .mysql ? mariadb() : []
    let output = try python("scripts.py", [syntax.name, "\(count)", "1"] + client)
    let scripts = try output.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Script.self, from: $0)
    }
    try #require(scripts.count == count)
    let splitter = try StatementSplitter(Lexer(syntax))
    var different: [String] = []
    for script in scripts {
      let ours = try splitter.statements(of: script.text).map(\.start)
      if ours != script.starts {
        different.append("\(script.text.debugDescription)\n\(script.starts)\n\(ours)")
      }
    }
    #expect(
      different.isEmpty,
      "\(different.count) of \(count), such as\n\(different.prefix(5).joined(separator: "\n"))")
  }

  /// The command that connects MariaDB's client to the server of the tests.
  private func mariadb() throws -> [String] {
    let variable = ProcessInfo.processInfo.environment["RUNG_TEST_MARIADB_PLAIN"]
    let text = try #require(variable, "start the tests with Tests/run, which starts MariaDB")
    let url = try #require(URLComponents(string: text))
    return [
      "mariadb", "--no-defaults", "--skip-ssl", "--host=\(url.host ?? "")", "--port=\(url.port ?? 0)",
      "--user=\(url.user ?? "")", "--password=\(url.password ?? "")",
    ]
  }

  @Test func `Oracle's triggers and MySQL's procedures stay whole`() throws {
    let oracle = try StatementSplitter(Lexer(.oracle))
    let bodies = try realInput("roundcube-oracle").flatMap { text in
      try oracle.statements(of: text).map { String(Array(text.utf8)[$0.start..<$0.range.upperBound]) }
    }
    let triggers = bodies.filter {
      $0.lowercased().contains("create or replace trigger") || $0.lowercased().hasPrefix("create trigger")
    }
    #expect(triggers.count == 11)
    #expect(triggers.allSatisfy { $0.uppercased().contains("END;") && $0.hasSuffix("/") })
    let mysql = try StatementSplitter(Lexer(.mysql))
    let procedures = try realInput("icinga2-mysql").flatMap { text in
      try mysql.statements(of: text).map { String(Array(text.utf8)[$0.start..<$0.range.upperBound]) }
    }.filter { $0.lowercased().hasPrefix("create procedure") || $0.lowercased().hasPrefix("create function") }
    #expect(procedures.count >= 4)
    #expect(procedures.allSatisfy { $0.hasSuffix("END //") || $0.hasSuffix("END$$") })
  }
}

extension String {
  fileprivate init(_ bytes: some Sequence<UInt8>) { self = String(decoding: Array(bytes), as: UTF8.self) }
}
