import Configuration
import Diagnostics
import SQLText

/// What of a dump can be a migration: the rest is left out with a note, or refused.
struct DumpReduction {
  /// The SQL, and the line of the dump that each of its lines comes from.
  let excerpt: Excerpt
  /// The notes on what was left out, each once.
  let notes: [String]
  /// Whether the dump was made to be loaded without foreign keys.
  let switchesKeysOff: Bool

  /// - Parameters:
  ///   - file: the dump.
  ///   - dialect: the dialect of the database.
  ///   - tables: the names of Rung's own tables.
  /// - Throws: ``DumpFileError`` for what no migration may have; ``Faults`` for several.
  init(_ file: DumpFile, _ dialect: Dialect, without tables: [String]) throws {
    var reader = try DumpReader(file, dialect, without: tables)
    try reader.read()
    try reader.faults.throwIfAny()
    excerpt = Excerpt(
      of: file.source.text, without: reader.cuts.sorted { $0.lowerBound < $1.lowerBound })
    notes = reader.notes.map { note in
      note.count == 1 ? note.text : "\(note.text) (\(note.count) times)"
    }
    switchesKeysOff = reader.switchesKeysOff
  }
}

/// Reads a dump statement by statement.
private struct DumpReader {
  private(set) var cuts: [Range<Int>] = []
  private(set) var notes: [(text: String, count: Int)] = []
  private(set) var switchesKeysOff = false
  private(set) var faults = Faults()
  private let file: DumpFile
  private let lexer: Lexer
  private let tracker: TrackerStatements
  /// The text with blanks in place of what is for the client.
  private var text: String
  /// The tables and views that the dump has made so far.
  private var made: Set<String> = []
  private var databases: [String] = []
  private var refused: Set<String> = []

  init(_ file: DumpFile, _ dialect: Dialect, without tables: [String]) throws {
    self.file = file
    lexer = dialect.lexer
    text = file.source.text
    tracker = try TrackerStatements(tables, dialect.syntax)
  }

  mutating func read() throws {
    try takeClientCommands()
    let statements = try StatementSplitter(lexer).statements(of: text)
    if statements.isEmpty { throw DumpFileError.empty(file.source.path) }
    for statement in statements { try read(statement) }
  }

  /// Leaves out what only the database's client understands, so that it does not become part of a statement.
  private mutating func takeClientCommands() throws {
    var found: [Range<Int>] = []
    if let lead = file.tool?.lead, let match = try lead.pattern.firstMatch(in: text) {
      found.append(match.range)
      note("left out \(lead.text)")
    }
    if let command = file.tool?.command {
      var offset = 0
      while let token = try lexer.next(in: text, from: offset) {
        offset = token.range.upperBound
        guard token.kind == .clientCommand,
          try command.pattern.firstMatch(in: text, from: token.range.lowerBound) != nil
        else { continue }
        found.append(token.range)
        note("left out \(command.text)")
      }
    }
    guard !found.isEmpty else { return }
    var bytes = Array(text.utf8)
    for range in found {
      for index in range { bytes[index] = UInt8(ascii: " ") }
      cuts.append(range.lowerBound..<lineEnd(after: range.upperBound))
    }
    text = String(decoding: bytes, as: UTF8.self)
  }

  private mutating func read(_ statement: Statement) throws {
    if try tracker.contain(statement, in: text) {
      leaveOut(withComments(statement), "Rung's own tables, which it creates itself")
      return
    }
    guard let tool = file.tool else { return }
    for rule in tool.refused where try rule.pattern.firstMatch(in: text, from: statement.start) != nil {
      // The first statement of a kind shows what is wrong with all of them.
      guard refused.insert(rule.message).inserted else { return }
      let place = location(of: statement)
      return faults.append(DumpFileError.refused(rule.message, remedy: rule.remedy, at: place))
    }
    for rule in tool.databases {
      guard let match = try rule.pattern.firstMatch(in: text, from: statement.start) else { continue }
      try take(name(in: match), statement)
      return leaveOut(whole(statement), rule.text)
    }
    for rule in tool.drops {
      guard let match = try rule.pattern.firstMatch(in: text, from: statement.start) else { continue }
      // What the dump itself has made is a stand-in, such as a view that others need.
      if made.contains(name(in: match)) { return }
      return leaveOut(whole(statement), rule.text)
    }
    for rule in tool.parts {
      guard let match = try rule.pattern.firstMatch(in: text, from: statement.start) else { continue }
      if made.contains(name(in: match)) { return leaveOut(whole(statement), rule.text) }
    }
    for rule in tool.leftOut {
      guard let match = try rule.pattern.firstMatch(in: text, from: statement.start) else { continue }
      if match["keys"] != nil { switchesKeysOff = true }
      return leaveOut(whole(statement), rule.text)
    }
    for pattern in tool.makes {
      if let match = try pattern.firstMatch(in: text, from: statement.start) { made.insert(name(in: match)) }
    }
  }

  /// Notes a database that the dump names; there may be only one.
  private mutating func take(_ name: String, _ statement: Statement) throws {
    guard !databases.contains(name) else { return }
    databases.append(name)
    if databases.count > 1 { throw DumpFileError.databases(databases, at: location(of: statement)) }
  }

  /// The name that a pattern has found, without its quotes and its schema.
  private func name(in match: Match) -> String {
    let name = match.text("name") ?? ""
    return TableName(name, lexer.syntax, folding: .none)?.table ?? name
  }

  private mutating func leaveOut(_ range: Range<Int>, _ what: String) {
    cuts.append(range)
    note("left out \(what)")
  }

  private mutating func note(_ text: String) {
    if let index = notes.firstIndex(where: { $0.text == text }) {
      notes[index].count += 1
    } else {
      notes.append((text, 1))
    }
  }

  private func location(of statement: Statement) -> SourceLocation {
    file.source.location(at: statement.start)
  }

  /// A statement with the rest of its line, if that is blank.
  private func whole(_ statement: Statement) -> Range<Int> {
    statement.start..<lineEnd(after: statement.range.upperBound)
  }

  /// A statement with the comments above it, from the line after the statement before it.
  private func withComments(_ statement: Statement) -> Range<Int> {
    let start = lineEnd(after: statement.range.lowerBound)
    return min(start, statement.start)..<lineEnd(after: statement.range.upperBound)
  }

  /// The offset after blanks and one line end; the same offset if something else follows.
  private func lineEnd(after offset: Int) -> Int {
    text.withBytes(in: offset..<text.utf8.count) { bytes in
      let end = bytes.firstIndex { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D } ?? bytes.count
      if end == bytes.count { return offset + end }
      return bytes[end] == 0x0A ? offset + end + 1 : offset
    }
  }
}
