import Diagnostics
import SQLText

/// The facts about another migration tool: the names of its files, its markers and its history table.
///
/// They are in `sql/tools/NAME`, as lines `KEY: VALUE`; docs/formats.md documents the keys.
package struct MigrationTool {
  /// The name that `--from` takes, such as `golang-migrate`.
  package let name: String
  /// The name as the tool writes it, such as `Flyway`.
  package let title: String
  /// The reader of its files.
  package let kind: Kind
  /// The names of its files, below its folder.
  package let files: [Pattern]
  /// The names of files by which the tool is recognised.
  package let signNames: [Pattern]
  /// The names of files beside or above the folder that show the tool, if its files may be of another.
  package let beside: [String]
  /// The lines by which the tool is recognised.
  package let signs: [Pattern]
  /// The lines that begin the up part and the down part.
  package let up: Pattern?
  package let down: Pattern?
  /// Whether the up part begins with the file.
  package let isWhole: Bool
  /// The lines that only the tool needs.
  package let dropped: [Pattern]
  /// The lines that cannot be carried over, and what to say about them.
  package let oddLines: [(pattern: Pattern, message: String)]
  /// The files that cannot be adopted, and what to say about them.
  package let oddFiles: [(pattern: Pattern, message: String)]
  /// The files that switch the transaction of a migration off, by a line in them.
  package let switches: [(file: Pattern, line: Pattern)]
  /// The history table, in parts.
  package let history: [String]
  package let rows: Rows
  /// The end of a name in the history that the adopted name lacks.
  package let rest: Pattern?
  /// The characters in the names of files that versions and the history lack.
  package let omitted: String

  /// The ways in which a tool orders its files.
  package enum Kind: String { case files, alembic, sqitch, drizzle, rails }

  /// The meanings of the rows of a history.
  package enum Rows: String {
    /// Each row is an applied migration.
    case each
    /// Everything up to the highest version is applied.
    case last
    /// Each row is an applied migration with all those before it.
    case heads
  }

  /// Reads the facts.
  ///
  /// - Throws: ``PatternError`` for a fault in Rung itself.
  init(_ source: SourceText) throws {
    let facts = ToolFacts(source.text)
    name = source.path.lastPart
    title = facts["title"] ?? name
    kind = facts["kind"].flatMap(Kind.init) ?? .files
    files = try facts.all("file").map { try Pattern($0) }
    signNames = try facts.all("name").map { try Pattern($0) }
    beside = facts.all("beside")
    signs = try facts.all("sign").map { try Pattern($0, .caseless) }
    up = try facts["up"].map { try Pattern($0, .caseless) }
    down = try facts["down"].map { try Pattern($0, .caseless) }
    isWhole = facts["whole"] == "yes"
    dropped = try facts.all("drop").map { try Pattern($0, .caseless) }
    oddLines = try facts.pairs("line").map { (try Pattern($0), $1) }
    oddFiles = try facts.pairs("other").map { (try Pattern($0), $1) }
    switches = try facts.pairs("config").map { (try Pattern($0), try Pattern($1, .caseless)) }
    history = (facts["history"] ?? "").split(separator: ".").map(String.init)
    rows = facts["rows"].flatMap(Rows.init) ?? .each
    rest = try facts["rest"].map { try Pattern($0) }
    omitted = facts["omit"] ?? ""
  }

  /// The tools that Rung knows, by name.
  ///
  /// - Throws: ``PatternError`` for a fault in Rung itself.
  package static func all() throws -> [MigrationTool] {
    try sources.map { try MigrationTool($0) }
  }

  /// The tool of a name, in letters of either case.
  ///
  /// - Throws: ``ToolError/unknown(_:known:)``.
  package static func named(_ name: String) throws -> MigrationTool {
    let wanted = name.lowercased()
    let names = sources.map(\.path.lastPart)
    guard let source = sources.first(where: { $0.path.lastPart == wanted }) else {
      throw ToolError.unknown(name, known: names)
    }
    return try MigrationTool(source)
  }

  private static var sources: [SourceText] {
    EmbeddedFiles.rare.filter { $0.path.hasPrefix("sql/tools/") }
      .map { SourceText(path: $0.path, text: $0.text) }
  }

  /// The name in the history, as an adopted file writes it.
  package func identity(_ name: String) throws -> String {
    guard let end = try rest?.firstMatch(in: name) else { return name }
    return String(name[utf8Range: 0..<end.range.lowerBound])
  }
}
