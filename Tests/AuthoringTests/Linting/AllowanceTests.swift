import Configuration
import Diagnostics
import Foundation
import System
import SQLText
import Testing

@testable import Authoring

@Suite struct `What is allowed` {
  private static let t: [Row] = [.table("t"), .column("a", of: "t"), .column("b", of: "t", number: 2)]

  /// Drops two columns, each in a statement of its own.
  private func sketch(_ first: String = "", _ second: String = "", head: String = "") -> Sketch {
    var sketch = Sketch(
      [
        ("\(first)alter table t drop a", [.table("t"), .column("b", of: "t", number: 2)]),
        ("\(second)alter table t drop b", [.table("t")]),
      ], Self.t)
    sketch.isInTransaction = false
    sketch.head = head
    return sketch
  }

  private func settings(_ text: String = "") throws -> Settings {
    let file = FileManager.default.temporaryDirectory.appending(path: "rung-\(UUID().uuidString).toml").path
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: file) }
    var flags = Settings.Flags()
    flags.config = file
    return try Settings(flags, Environment([:]))
  }

  private func left(_ sketch: Sketch, _ text: String = "") throws -> [LintFinding] {
    let allowances = try Allowances(settings(text), of: [sketch.migration()], .postgresql)
    return try allowances.applied(to: sketch.findings(), sketch.watched())
  }

  @Test func `is nothing without a remark`() throws {
    #expect(try left(sketch()).map(\.rule) == [.dropsColumn, .dropsColumn])
    let other = "-- lint: allow drops-table it is not read\n"
    #expect(try left(sketch(other, other, head: other)).count == 2)
  }

  @Test func `is what a remark above a statement names`() throws {
    let remark = "-- lint: allow drops-column nobody reads it since 4.2\n"
    #expect(try left(sketch(remark)).map(\.location?.line) == [4])
    #expect(try left(sketch("", remark)).map(\.location?.line) == [2])
    #expect(try left(sketch("  --LINT:allow  Drops-Column  why\n")).count == 1)
  }

  @Test func `is not what a string says`() throws {
    let remark = "-- lint: allow drops-column\n-- lint: allow nothing\n"
    let text = "select $x$\n\(remark)$x$;\nselect '\n\(remark)';\n/*\n\(remark)*/"
    #expect(try left(sketch("\(text) select 1;\n")).count == 2)
    #expect(try left(sketch("select 'it''s', $1;\n-- lint: allow drops-column why\n")).count == 1)
  }

  @Test func `is in the whole file what the top of it names`() throws {
    let remark = "-- lint: allow drops-column nobody reads them\n"
    #expect(try left(sketch(head: "-- Description: x\n\(remark)")).isEmpty)
  }

  @Test func `is everywhere what the settings name`() throws {
    #expect(try left(sketch(), "[lint]\nallow = [\"drops-column\"]\n").isEmpty)
    #expect(try left(sketch(), "[lint]\nallow = [\"drops-table\"]\n").count == 2)
  }

  @Test func `is an error where the settings say so, unless it is allowed`() throws {
    let raised = "[lint]\nerrors = [\"DROPS-COLUMN\"]\n"
    #expect(try left(sketch()).map(\.severity) == [.warning, .warning])
    #expect(try left(sketch(), raised).map(\.severity) == [.error, .error])
    #expect(try left(sketch("-- lint: allow drops-column why\n"), raised).count == 1)
  }

  @Test(arguments: [
    ("drop-column why", "m/0001_x.sql:2:16: error: there is no rule 'drop-column'", "'drops-column'"),
    ("", "m/0001_x.sql:2:16: error: no rule is named", "docs/lint.md"),
    ("drops-column", "m/0001_x.sql:2:16: error: 'drops-column' is allowed without a reason", "write"),
    ("drops-column  \t", "m/0001_x.sql:2:16: error: 'drops-column' is allowed without a reason", "write"),
  ])
  func `needs a rule and a reason`(_ words: String, _ message: String, _ remedy: String) throws {
    let sketch = sketch("-- lint: allow \(words)\n")
    let error = try #require(throws: LintError.self) {
      _ = try Allowances(settings(), of: [sketch.migration()], .postgresql)
    }
    #expect(error.description.hasPrefix(message), "\(error)")
    #expect(error.remedy?.contains(remedy) == true && error.status == .badFile)
  }

  @Test func `needs a rule in the settings, too`() throws {
    let settings = try settings("[lint]\nallow = [\"drops-colum\"]\n")
    let error = try #require(throws: LintError.self) { _ = try Allowances(settings, of: [], .postgresql) }
    #expect(error.description.contains("lint.allow") && error.remedy == "did you mean 'drops-column'?")
    #expect(error.status == .badSettings)
  }
}
