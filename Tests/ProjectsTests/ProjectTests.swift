import Configuration
import Diagnostics
import Drivers
import Foundation
import Migrations
import SQLText
import System
import Testing

@testable import Projects

/// A project in a folder of its own, gone when the test ends.
final class ProjectFolder {
  let path: String

  init(_ settings: String, _ files: [String: String]) throws {
    path = FileManager.default.temporaryDirectory.appending(path: "rung-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path + "/migrations", withIntermediateDirectories: true)
    try settings.write(toFile: path + "/rung.toml", atomically: true, encoding: .utf8)
    for (name, text) in files {
      try text.write(toFile: path + "/migrations/" + name, atomically: true, encoding: .utf8)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var settings: Settings {
    get throws {
      var flags = Settings.Flags()
      flags.config = path + "/rung.toml"
      return try Settings(flags, Environment([:]))
    }
  }
}

@Suite struct `A project` {
  private let sqlite = "database = \"sqlite:app.db\"\n"

  private func migration(_ version: String) -> String {
    "-- name: migrate-\(version)-up\ncreate table t\(version) (n integer);\n"
  }

  @Test func `has its migrations in order, and names the files that are none`() throws {
    let folder = try ProjectFolder(
      sqlite, ["0002_b.sql": migration("0002"), "0001_a.sql": migration("0001"), "003-c.sql": "select 1;\n"])
    let project = try Project(folder.settings)
    #expect(project.catalog.migrations.map { "\($0.version)" } == ["0001", "0002"])
    #expect(project.ignoredFiles.count == 1)
    #expect(project.ignoredFiles.first?.place.map { "\($0)" }?.contains("003-c.sql") == true)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/app.db"))
  }

  @Test func `tells the errors of all files at once, or goes on without those files`() throws {
    let folder = try ProjectFolder(
      sqlite, ["0001_a.sql": migration("0001"), "0002_b.sql": "select 1;\n", "0003_c.sql": "'"])
    let error = try #require(throws: Faults.self) { _ = try Project(folder.settings) }
    #expect(error.all.count == 2)
    let project = try Project(tolerating: folder.settings)
    #expect(project.catalog.migrations.map { "\($0.version)" } == ["0001"])
    #expect(project.faults.all.count == 2)
    #expect(try Project.versions(folder.settings) == ["0001"])
  }

  @Test func `without a database is an error that says where to name it`() throws {
    let folder = try ProjectFolder("", ["0001_a.sql": migration("0001")])
    let error = try #require(throws: SettingsError.self) { _ = try Project(folder.settings) }
    #expect(error.status == .badSettings)
    #expect(error.remedy?.contains("database") == true)
  }

  @Test func `of another tool is refused, and the tool is named`() throws {
    let folder = try ProjectFolder(
      sqlite, ["000001_a.up.sql": "select 1;\n", "000001_a.down.sql": "select 1;\n"])
    let error = try #require(throws: (any Error).self) { _ = try Project(folder.settings) }
    #expect("\(error)".contains("golang-migrate"), "\(error)")
  }
}

@Suite struct `A project's database` {
  private func folder(_ settings: String = "") throws -> ProjectFolder {
    try ProjectFolder("database = \"sqlite:app.db\"\n" + settings, [:])
  }

  @Test func `that is not there is not made by a look at it`() throws {
    let folder = try folder()
    let database = try Database(Project(database: folder.settings))
    #expect(try database.open(.look) == nil)
    #expect(try database.open(.work) == nil)
    let state = try database.state(nil)
    #expect(state.table == ["ddl_migrations"] && !state.history.hasTracker && state.history.rows.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/app.db"))
    #expect(try database.open(.make) != nil)
  }

  @Test func `has the rows of its tracking table, in the order in which they ran`() throws {
    let folder = try folder("[migration]\nversion_table_name = \"history\"\n")
    let database = try Database(Project(database: folder.settings))
    let driver = try #require(try database.open(.make))
    let create = try database.project.dialect.sql(
      "tracker-create", ["table": .name(["history"]), "name": .text("history"), "schema": .null])
    try driver.run(create)
    for (version, sequence) in [("0002", 1), ("0001", 2)] {
      try driver.run(
        """
        insert into history (version_num, version_type, execution_sequence, checksum, applied_by)
        values ('\(version)', 'sequential', \(sequence), '', 'test')
        """)
    }
    let state = try database.state(driver)
    #expect(state.table == ["history"])
    #expect(state.history.hasTracker)
    #expect(state.history.rows.map(\.name) == ["0002", "0001"])
  }

  @Test func `is locked by one run at a time`() throws {
    let folder = try folder("[migration]\nlock_timeout = \"10ms\"\n")
    let project = try Project(database: folder.settings)
    func lock(_ driver: any Driver) -> Lock {
      Lock(driver: driver, project: project, table: ["ddl_migrations"], tell: { _ in })
    }
    let first = lock(try #require(try Database(project).open(.make)))
    let second = lock(try #require(try Database(project).open(.make)))
    try first.acquire()
    let error = try #require(throws: (any Error).self) { try second.acquire() }
    #expect((error as? any Diagnostic)?.status == .locked)
  }
}

@Suite struct `An outcome` {
  @Test func `is failed if a migration failed, even where the run went on`() {
    var outcome = Outcome(database: "sqlite:a.db", dialect: "sqlite", at: "0001", dryRun: false)
    #expect((outcome.before, outcome.after, outcome.isFailed) == ("0001", "0001", false))
    outcome.failed("0002")
    #expect(outcome.isFailed)
    #expect(outcome.failed == ["0002"])
  }
}
