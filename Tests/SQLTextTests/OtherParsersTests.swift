import Foundation
import SQLText
import Testing

import struct Diagnostics.SourceText

/// The splitter held against what others make of the same text: PostgreSQL's own parser, SQLite's own
/// sqlite3_complete(), sqlglot.
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
    let variable = ProcessInfo.processInfo.environment["RUNG_TEST_PYTHON"]
    let python = try #require(variable, "start the tests with Tests/run, which installs the other parsers")
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = [Self.root.appending(path: "Tests/Splitting/starts.py").path(), syntax.name] + paths
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self).split(separator: "#").map { part in
      part.split(separator: "\n").dropFirst().compactMap { Int($0) }
    }
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
      .map(\.text)
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
