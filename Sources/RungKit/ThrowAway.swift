import Diagnostics
import Drivers
import Migrations
import SQLText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A database to try things in: a copy of a project's own, or an empty one.
///
/// It goes when its owner goes.
final class ThrowAway {
  /// The project, with this database for its own.
  let project: Project
  private let remove: () -> Void

  /// Makes one.
  ///
  /// - Parameters:
  ///   - original: the project; its database is read, and not written.
  ///   - isEmpty: whether nothing of that database is taken over.
  /// - Throws: ``DriverError`` when it cannot be made.
  init(of original: Project, isEmpty: Bool) throws {
    switch original.url.kind {
    case .sqlite:
      var name = Array("\(original.temporaryFolder)/rung-verify-XXXXXX".utf8CString)
      guard mkdtemp(&name) != nil else { throw FileError(.write, original.temporaryFolder) }
      let folder = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let path = folder + "/copy.db"
      remove = {
        for name in (try? Path.names(in: folder)) ?? [] { unlink("\(folder)/\(name)") }
        rmdir(folder)
      }
      project = original.with(try DatabaseURL("sqlite:\(path)", relativeTo: "."))
      if !isEmpty, let source = try Database(project: original).open(.look) {
        try source.run(original.dialect.sql("database-copy", ["path": .text(path)]))
      }
    case .postgresql:
      let name = "rung_verify_\(getpid())"
      let source = try PostgreSQLDriver(original.url)
      let values: [String: SQLTemplate.Value] = ["database": .name([name])]
      let drop = try original.dialect.sql("database-drop", values)
      try source.run(original.dialect.sql("database-create", values))
      remove = { try? source.run(drop) }
      project = original.with(original.url.with(database: name))
      if !isEmpty { try copy(original, source) }
    }
  }

  deinit { remove() }

  /// Takes over the schema and the tracking rows, but no data.
  private func copy(_ original: Project, _ source: any Driver) throws {
    let state = try Database(project: original).state(source)
    let schema = Schema(project: original, driver: source, state: state)
    let driver = try PostgreSQLDriver(project.url)
    if let own = original.settings.defaultSchema {
      try driver.run(original.dialect.sql("schema-create", ["schema": .name([own])]))
    }
    try driver.run(schema.text())
    try driver.run(schema.rows())
  }
}

extension Project {
  /// Where files are made that are not to stay.
  fileprivate var temporaryFolder: String { Environment.process["TMPDIR"] ?? "/tmp" }
}
