import Diagnostics
import Drivers
import Migrations
import Projects
import RungKit
import SQLText
import System

/// A dump of a database's schema and tracking rows as plain SQL, from which new databases can be made.
package struct Dump {
  /// The text, which is the same for the same state.
  package let text: String

  /// Reads a database, without writing.
  ///
  /// - Parameters:
  ///   - project: the project of the database.
  ///   - hasData: whether the dump contains the rows of all tables.
  /// - Throws: any ``Diagnostic`` if the database cannot be read.
  package init(_ project: Project, hasData: Bool = false) throws {
    let database = Database(project)
    guard let driver = try database.open(.look) else { throw DumpError.noDatabase("\(project.url)") }
    let state = try database.state(driver)
    let schema = Schema(project: project, driver: driver, state: state)
    let revision = state.history.rows.compactMap(\.version).max()?.description ?? "base"
    text = try """
    -- \(project.dialect.name) at \(revision)
    -- load with: rung baseline FILE, into an empty database

    \(schema.text(hasData: hasData))\(schema.rows())
    """
  }

  /// Writes the text into a file, atomically.
  package func write(to path: String) throws { try Path.replace(path, text) }
}

extension Run {
  /// Loads a dump into an empty database.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - content: its bytes.
  /// - Returns: the outcome of the run.
  /// - Throws: ``DumpError`` for a database that is not empty, ``MigrationError`` for a file that is no text.
  package func baseline(_ path: String, _ content: [UInt8]) throws -> Outcome {
    let file = Catalog.File(path: path, name: path.lastPart, SourceText.decoded(path, content))
    let source = try file.source.get()
    return try perform { snapshot in
      // The tracking table's own name may be quoted in the file.
      let column = try Pattern(#"\b version_num \b"#, .caseless)
      guard try column.firstMatch(in: source.text, from: 0) != nil else {
        throw DumpError.noTracker(file: path)
      }
      let history = snapshot.state.history
      let nothing = Reconciliation([], history)
      if let row = history.rows.first { throw DumpError.notEmpty([row.name]) }
      if let driver = snapshot.driver {
        let objects = try Schema(project: project, driver: driver, state: snapshot.state).objects()
        if !objects.isEmpty { throw DumpError.notEmpty(objects) }
      }
      let script = try writer(snapshot, nothing).script(baseline: source, history)
      return Decision(script: script)
    }
  }
}

/// A dump that cannot be made or loaded.
package enum DumpError: Diagnostic {
  case noDatabase(String)
  case notEmpty([String])
  /// A file without the tracking table.
  case noTracker(file: String)
  case noWay(String)
  /// The parts of a schema that SQL cannot restore, and why.
  case unwritable([String])
  /// The rows that SQL cannot restore, and why.
  case unreadableRows([String])

  package var message: String {
    switch self {
    case .noDatabase(let url): "the database '\(url)' does not exist yet"
    case .noWay(let dialect): "Rung cannot write the schema of a \(dialect) database"
    case .unwritable: "the schema cannot be written as SQL"
    case .unreadableRows: "not all rows can be written as SQL"
    case .noTracker(let file): "'\(file)' has no tracking table, so it is not from 'rung dump'"
    case .notEmpty(let names): "the database is not empty: it has \(Phrase.list(names))"
    }
  }

  package var cause: String? {
    switch self {
    case .unreadableRows(let reasons), .unwritable(let reasons): reasons.joined(separator: "; ")
    default: nil
    }
  }

  package var remedy: String? {
    switch self {
    case .noDatabase: "run 'rung upgrade' to create it"
    case .unwritable: "change that first, or copy the database"
    case .noWay: "use the database's own program"
    case .unreadableRows: "copy the database, or leave out --data"
    case .noTracker:
      "put it under '-- name: migrate-0001-up' in a migration; where it has run, 'rung stamp 0001' records it"
    case .notEmpty: "use a baseline only for a new database; run 'rung upgrade' for this one"
    }
  }

  package var status: ExitStatus { .failed }
}
