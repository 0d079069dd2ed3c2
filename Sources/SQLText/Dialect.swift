import Diagnostics

/// The lexical rules of one database and all the SQL that Rung sends it, read from `sql/dialects/NAME/`.
package struct Dialect {
  package let name: String
  package let syntax: Syntax
  package let lexer: Lexer
  /// Whether schema changes can be rolled back.
  package let hasTransactionalDDL: Bool
  /// Whether the database has transactions.
  package let hasTransactions: Bool
  /// Whether a migration's row is written after its statements, because these may commit by themselves.
  package let recordsLast: Bool
  /// The command that passes a script to the database's client, with `{target}` for the database.
  package let client: String

  /// Whether migrations may contain commands for the database's own shell.
  package let allowsClientCommands: Bool

  /// Whether the database stores unquoted names in upper case, Rung's own names included.
  package let namesAreUpper: Bool
  /// Whether a lock on the database's file keeps runs apart; the driver takes it.
  package let locksFile: Bool
  /// Whether a database is a file that is created when it is opened.
  package let isFile: Bool
  /// The database to connect to in order to create or drop another one; nil if that is not known.
  package let maintenance: String?
  /// The longest name in bytes; nil for no limit.
  package let nameLimit: Int?
  /// Whether `applied_at` is in UTC, whoever writes it.
  package let clockIsUTC: Bool

  /// The words that begin statements which commit what came before them, beside the usual ones, where schema
  /// changes cannot be rolled back.
  package let committing: [String]
  /// The words that begin statements after which a migration's row would be missing or in another database.
  package let refused: [String]
  /// The words that begin statements which run in one transaction with their progress.
  package let joined: [String]
  /// The words that begin statements which must not run in a transaction; after `*`, anywhere in one.
  package let alone: [String]
  /// The words that begin statements with which none of a migration's statements is joined.
  package let apart: [String]
  /// The words that begin statements which change nothing more when they run twice in a row.
  package let repeatable: [String]
  /// The words that begin statements whose effect ends with the session.
  package let session: [String]
  /// Whether tables are in schemas, or in databases that are named like schemas.
  package let hasSchemas: Bool
  /// Whether a foreign key may have an action, such as `on delete cascade`.
  package let hasReferentialActions: Bool
  /// Whether a view or a foreign key may refer to a table that does not exist yet.
  package let refersLate: Bool

  private let blocks: [String: Block]
  private let templates = Templates()
  package let holes: HoleReader

  /// The case to which the database converts unquoted names.
  package var folding: TableName.Folding { namesAreUpper ? .upper : syntax == .postgresql ? .lower : .none }

  /// Reads the files of a dialect.
  ///
  /// - Parameters:
  ///   - name: the name of the dialect's folder.
  ///   - files: the dialect's files; a later block replaces an earlier one with the same name, so a base
  ///     dialect comes first.
  /// - Throws: ``DialectError`` or ``BlockError`` for files that do not form a dialect.
  package init(name: String, files: [SourceText]) throws {
    let headers = files.map(Dialect.header).reduce(into: [:]) { $0.merge($1) { _, later in later } }
    guard let syntax = Syntax.all.first(where: { $0.name == headers["syntax"] }) else {
      throw DialectError.noSyntax(name, path: files.last?.path)
    }
    self.name = name
    self.syntax = syntax
    lexer = Lexer(syntax)
    hasTransactionalDDL = headers["transactional_ddl"] != "no"
    hasTransactions = headers["transactions"] != "no"
    recordsLast = !hasTransactionalDDL || headers["record"] == "last"
    client = headers["client"] ?? ""
    namesAreUpper = headers["names"] == "upper"
    locksFile = headers["lock"] == "file"
    isFile = headers["database"] == "file"
    maintenance = headers["maintenance"]
    nameLimit = headers["longest_name"].flatMap { Int($0) }
    clockIsUTC = headers["clock"] == "utc"
    func list(_ key: String) -> [String] {
      (headers[key] ?? "").split(separator: ",").map(\.trimmingBlanks)
    }
    (committing, refused) = (list("commits"), list("refused"))
    (joined, alone, apart) = (list("joined"), list("alone"), list("apart"))
    (repeatable, session) = (list("repeatable"), list("session"))
    hasSchemas = headers["schemas"] != "no"
    hasReferentialActions = headers["referential_actions"] != "no"
    refersLate = headers["references"] == "late"
    allowsClientCommands = headers["client_commands"] == "yes"
    holes = try HoleReader(syntax)
    let scanner = try BlockScanner(lexer)
    let without = (headers["without"] ?? "").split(separator: " ").map(String.init)
    blocks = try files.flatMap(scanner.blocks).reduce(into: [:]) { $0[$1.name] = $1 }
      .filter { !without.contains($0.key) }
  }

  /// The `-- key: value` lines at the start of a file.
  package static func header(of source: SourceText) -> [String: String] {
    var header: [String: String] = [:]
    var rest = source.text[...]
    while !rest.isEmpty {
      let end = rest.utf8.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
      let line = rest[..<end]
      rest = end == rest.endIndex ? "" : rest[rest.index(after: end)...]
      if line.isEmpty { continue }
      guard line.utf8.starts(with: "-- ".utf8), let colon = line.utf8.firstIndex(of: UInt8(ascii: ":"))
      else { break }
      let key = Substring(line[..<colon].utf8.dropFirst(3))
      header[key.trimmingBlanks] = line[line.utf8.index(after: colon)...].trimmingBlanks
    }
    return header
  }

  /// The names of all blocks, sorted.
  package var blockNames: [String] { blocks.keys.sorted() }

  /// The block with a name, as it is in the file, or nil.
  package func block(_ name: String) -> Block? { blocks[name] }

  /// Whether the dialect has a block; for example, a database without locks has no blocks for them.
  package func has(_ name: String) -> Bool { blocks[name] != nil }

  /// The SQL of a block with its holes filled, without the comments at its start, ending in one line feed.
  ///
  /// - Parameters:
  ///   - name: the block.
  ///   - values: the values of its holes.
  ///   - general: the values of holes that the others do not name.
  /// - Returns: the SQL to send.
  /// - Throws: ``DialectError`` for a missing block, ``TemplateError`` for a hole without a value.
  package func sql(
    _ name: String, _ values: [String: SQLTemplate.Value], or general: [String: SQLTemplate.Value] = [:]
  ) throws -> String {
    let filled = try template(name).filled(with: values, or: general, syntax)
    return filled.utf8.last == UInt8(ascii: "\n") ? filled : filled + "\n"
  }

  private func template(_ name: String) throws -> SQLTemplate {
    if let known = templates.known[name] { return known }
    guard let block = blocks[name] else { throw DialectError.noBlock(name, dialect: self.name) }
    // The file's comment must not be repeated with every migration of a script.
    let template = try SQLTemplate(block.withoutHeading, reader: holes)
    templates.known[name] = template
    return template
  }

  /// The blocks that were already parsed for their holes.
  private final class Templates { var known: [String: SQLTemplate] = [:] }
}

/// A dialect that does not exist or cannot be used.
package enum DialectError: Diagnostic {
  case unknown(String, known: [String])
  case noSyntax(String, path: String?)
  case noBlock(String, dialect: String)

  package var message: String {
    switch self {
    case .unknown(let name, _): "there is no dialect '\(name)'"
    case .noSyntax(let name, _): "the dialect '\(name)' does not name its syntax"
    case .noBlock(let name, let dialect): "the dialect '\(dialect)' has no block '\(name)'"
    }
  }

  package var remedy: String? {
    switch self {
    case .unknown(_, let known): "the known ones are \(Phrase.list(known))"
    case .noSyntax: "begin a file with '-- syntax: NAME', one of \(Phrase.list(Syntax.all.map(\.name), "or"))"
    case .noBlock(let name, _): "write it under '-- name: \(name)' in a file of the dialect"
    }
  }

  package var place: Place? {
    if case .noSyntax(_, let path?) = self { .file(path) } else { nil }
  }

  package var status: ExitStatus {
    if case .unknown = self { .usage } else { .badSettings }
  }
}
