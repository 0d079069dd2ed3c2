import Diagnostics
import Migrations
import SQLText

/// Finds statements that name or attach another database, because a scratch database does not hold them back.
struct OtherDatabases {
  private let pattern: Pattern?

  /// The databases that every server has, which hold nothing of the user's, and those that are no files.
  private static let own: Set = ["information_schema", "performance_schema", "sys", "mysql", ":memory:", ""]

  /// - Throws: ``PatternError`` for a fault in the pattern itself.
  init(_ syntax: Syntax) throws(PatternError) {
    switch syntax.name {
    case "mysql": pattern = try OtherDatabases.naming(syntax)
    case "sqlite", "duckdb": pattern = try OtherDatabases.attaching(syntax)
    // Elsewhere, the first part of a name is a schema, which the copy has, too.
    default: pattern = nil
    }
  }

  private static func attaching(_ syntax: Syntax) throws(PatternError) -> Pattern {
    try Pattern(
      within: #"""
        (?: (?&remark) | (?&quoted) ) (*SKIP)(*FAIL)
        | \b attach (?&gap) (?: or (?&gap) replace (?&gap) )?+ (?: database (?&gap) )?+
          (?: if (?&gap) not (?&gap) exists (?&gap) )?+ ' (?<database> [^']*+ ) '
        """#, syntax)
  }

  private static func naming(_ syntax: Syntax) throws(PatternError) -> Pattern {
    try Pattern(
      within: #"""
        (?: (?&remark) | ' (?: [^'\\] | '' | \\ . )*+ ' | " (?: [^"\\] | "" | \\ . )*+ " ) (*SKIP)(*FAIL)
        | \b (?<words>
            (?: table | view | trigger | procedure | function | event | sequence | into | update | from | join
              | references | truncate | to ) (?&gap)
            (?: if (?&gap) (?: not (?&gap) )?+ exists (?&gap) )?+ )
          (?<database> (?&part) ) \s*+ \. \s*+ (?&part)
        """#, syntax)
  }

  /// Refuses migrations that name or attach a database.
  ///
  /// - Throws: ``NamesDatabase`` for the first one.
  func refuse(in migrations: [Migration]) throws {
    guard let pattern else { return }
    for migration in migrations where !migration.isLoaded {
      for block in [migration.up, migration.down].compactMap({ $0 }) {
        for match in try pattern.matches(in: block.text) {
          guard let name = match.text("database")?.filter({ $0 != "`" }),
            !OtherDatabases.own.contains(name.lowercased())
          else { continue }
          throw NamesDatabase(
            name: name, location: block.source.location(at: block.range.lowerBound + match.range.lowerBound))
        }
      }
    }
  }
}

/// A statement that would change a real database although it runs in a scratch database.
struct NamesDatabase: Diagnostic {
  let name: String
  let location: SourceLocation

  var message: String {
    "the statement names the database '\(name)', so it cannot be tried in a scratch database"
  }
  var remedy: String? { "leave the name out if it is that of the URL; else review and test it by hand" }
  var place: Place? { .source(location) }
  var status: ExitStatus { .failed }
}
