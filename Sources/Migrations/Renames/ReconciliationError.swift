import Diagnostics

/// A conflict between files and rows that the user must resolve.
package enum ReconciliationError: Diagnostic {
  /// A row whose text more than one file has.
  case candidates(row: String, files: [String])
  /// Rows of which one file has the text.
  case rivals([String], file: String)
  /// A row and a file with the same text, and a reason why they may not belong together.
  case doubtful(row: String, file: String, reason: String)
  /// A renamed file, when the settings want the user to decide.
  case switchedOff(row: String, file: String)
  /// A renamed file whose new version another row has.
  case occupied(row: String, by: String, file: String)
  /// A row whose version another migration has now.
  case another(row: String, description: String, file: String)
  /// A row of a squashed file, with a folder from before the squash.
  case beforeSquash(row: String, file: String)
  /// A row whose version a squashed file replaces, but with another text than the file included.
  case otherThanReplaced(row: String, Version, path: String)
  /// A pending squashed file, and rows of its series that no file mentions.
  case unknownRows(Version, rows: [String], path: String)
  /// A squashed file of which only a part is applied.
  case partlyReplaced(Version, missing: [Version], path: String)
  /// `reconcile` for a row that does not exist, or to a version that is already applied.
  case noRow(String)
  case taken(Version)

  package var message: String {
    switch self {
    case .candidates(let row, let files): "'\(row)' has no file, but \(files.count) files have its text"
    case .rivals(let rows, let file): "'\(file)' has the text of \(Phrase.list(rows))"
    case .doubtful(let row, let file, _), .switchedOff(let row, let file):
      "'\(row)' is applied and its file is gone; '\(file)' has the same text"
    case .occupied(let row, let by, let file):
      "'\(file)' has the text of '\(row)', but '\(by)' is another row"
    case .another(let row, _, let file): "the applied '\(row)' is not the migration in '\(file)'"
    case .beforeSquash(let row, let file):
      "the applied '\(row)' is a squashed migration, but '\(file)' is not"
    case .otherThanReplaced(let row, let version, _):
      "'\(row)' was applied with a different text than '\(version)' replaces"
    case .unknownRows(let version, let rows, _):
      "'\(version)' replaces migrations, and \(Phrase.list(rows)) may be among them: they have no files"
    case .partlyReplaced(let version, let missing, _):
      """
      '\(version)' replaces migrations of which \(Phrase.list(missing.map(\.description))) \
      \(missing.count == 1 ? "is" : "are") not applied here
      """
    case .noRow(let name): "'\(name)' is not applied"
    case .taken(let version): "'\(version)' is applied already"
    }
  }

  package var cause: String? {
    switch self {
    case .candidates(_, let files): files.joined(separator: "\n")
    case .doubtful(_, _, let reason): reason
    case .switchedOff: "'auto_sync' is off"
    case .partlyReplaced: "the others are, so it can neither run nor replace them"
    case .occupied(_, let by, _): "'\(by)' was applied with a text that no file has"
    case .another(_, let description, _):
      "its row has the description '\(description)' and a different checksum"
    case .beforeSquash, .otherThanReplaced: nil
    case .unknownRows:
      "their checksums differ from those in the squashed file; running it might do everything twice"
    case .rivals, .noRow, .taken: nil
    }
  }

  package var remedy: String? {
    switch self {
    case .candidates(let row, _): Self.byHand(row, "VERSION")
    case .rivals(_, let file): Self.byHand("ROW", Self.version(file))
    case .doubtful(let row, let file, _): Self.byHand(row, Self.version(file))
    case .switchedOff(let row, let file):
      """
      if it was renamed: 'rung fix --database-only', or 'rung reconcile \(row) \(Self.version(file))'; \
      if it is a different migration: --no-auto-sync
      """
    case .partlyReplaced(let version, let missing, _):
      missing.max().map {
        """
        with the folder of migrations as it was before the squash, run 'rung upgrade \($0)', then come back; \
        if all of it is applied, 'rung stamp \(version)' says so
        """
      }
    case .occupied(_, let by, _):
      "restore the file of '\(by)' with its own version, from version control or another branch"
    case .another(let row, _, let file):
      """
      if two branches used the same number: 'rung fix \(file)'; \
      if it is the same, changed on purpose: 'rung reconcile \(row) \(row)'
      """
    case .beforeSquash: "get the squashed file from version control; this folder is from before the squash"
    case .otherThanReplaced(_, let version, _):
      """
      if it was changed on purpose: 'rung stamp \(version)' says that all of it is applied; \
      if two branches used the same number, restore its file
      """
    case .unknownRows(let version, _, _):
      """
      if they are what it replaces: 'rung stamp \(version)' says so; \
      if they are different migrations: --no-auto-sync runs it
      """
    case .noRow: "'rung status' lists what is"
    case .taken: "'rung status' shows it"
    }
  }

  package var place: Place? {
    switch self {
    case .partlyReplaced(_, _, let path), .otherThanReplaced(_, _, let path), .unknownRows(_, _, let path):
      .file(path)
    default: nil
    }
  }

  package var status: ExitStatus {
    switch self {
    case .noRow, .taken: .usage
    default: .failed
    }
  }

  private static func byHand(_ row: String, _ version: String) -> String {
    "if it was renamed: 'rung reconcile \(row) \(version)'; if it is a different migration: --no-auto-sync"
  }

  /// The version in the name of a file.
  private static func version(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard case .migration(let read) = FileName.read(name) else { return "VERSION" }
    return read.version.description
  }

  /// The rows that the error is about.
  var rows: [String] {
    switch self {
    case .beforeSquash(let row, _), .otherThanReplaced(let row, _, _), .candidates(let row, _),
      .doubtful(let row, _, _), .switchedOff(let row, _), .another(let row, _, _),
      .noRow(let row):
      [row]
    case .occupied(let row, let by, _): [row, by]
    case .rivals(let rows, _), .unknownRows(_, let rows, _): rows
    case .partlyReplaced, .taken: []
    }
  }
}
