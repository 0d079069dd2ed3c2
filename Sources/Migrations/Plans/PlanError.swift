import Diagnostics

/// An error that the user must resolve before a plan can be made.
package enum PlanError: Diagnostic {
  /// An applied migration that cannot be reverted because it has no file.
  case noFile(String)
  /// A migration whose file has no down migration.
  case irreversible(Version, path: String)
  /// A migration without a transaction that was interrupted.
  case interrupted(History.Progress, path: String?, reverting: Bool = false)
  /// A migration in which statements that an interrupted run had finished were changed.
  case changedWhileInterrupted(History.Progress, path: String)
  /// A statement that was under way when a run was stopped; nobody can tell whether it has run.
  case undecided(History.Progress, at: SourceLocation, isChanged: Bool)
  /// Findings that the project's settings treat as errors.
  case refused([Finding])
  /// A stamp to a revision that has no version.
  case notStampable(String)
  /// `--single-transaction` with a migration that must not run in a transaction.
  case notTransactional(Version, path: String)
  /// `--resume` although nothing was interrupted.
  case nothingInterrupted
  /// `--resume` for a migration without a file.
  case resumedWithoutFile(History.Progress)
  /// `resolve --applied` for a migration without a file, so that there is nothing to record.
  case resolvedWithoutFile(Version)
  /// A number of finished statements that the file does not have.
  case fewerStatements(Version, count: Int, path: String)
  /// A row that another program wrote for more than this version.
  case foreign(String, by: String)
  /// A goal that leaves out a migration that must come first.
  case early(Version, after: Version, path: String)
  /// A migration to revert that another applied migration must come after.
  case needed(Version, by: Version)
  /// A goal that the settings do not ask for.
  case notWanted(Version, settings: [String], path: String)
  /// The rows of a database whose migrations have no files here.
  case otherProject([String])
  /// `resolve` for a migration that was not interrupted.
  case notInterrupted(Version)

  package var message: String {
    switch self {
    case .noFile(let name): "'\(name)' cannot be reverted: it has no file"
    case .irreversible(let version, let path):
      "'\(version)' cannot be reverted: it has no "
        + (path.hasSuffix(".sql") ? "down block, or an empty one" : "down migration")
    case .interrupted(let progress, _, _):
      "'\(progress.version)' was interrupted while being \(progress.direction.done), "
        + progress.finishedWords
    case .changedWhileInterrupted(let progress, _):
      """
      '\(progress.version)' cannot be resumed: it stopped \(progress.finishedWords), \
      which the file has changed since
      """
    case .undecided(let progress, _, let isChanged):
      "'\(progress.version)' cannot be resumed: "
        + (isChanged
          ? "the statement that was running when it was stopped has changed"
          : "it is not known whether this statement ran")
    case .refused(let findings):
      findings.allSatisfy(\.isOutOfOrder)
        ? "\(Phrase.count(findings.count, "migration")) out of order"
        : "\(Phrase.count(findings.count, "applied migration")) changed or missing"
    case .notStampable(let text): "'\(text)' cannot be stamped"
    case .notTransactional(let version, _): "'\(version)' cannot run in a single transaction"
    case .nothingInterrupted: "no migration is interrupted"
    case .resumedWithoutFile(let progress): "'\(progress.version)' cannot be resumed: it has no file"
    case .resolvedWithoutFile(let version): "'\(version)' cannot be recorded as applied: it has no file"
    case .fewerStatements(let version, let count, _): "'\(version)' has \(Phrase.count(count, "statement"))"
    case .otherProject(let rows):
      rows.count == 1
        ? "the migration in the tracking table has no file here"
        : "none of the \(rows.count) migrations in the tracking table has a file here"
    case .notInterrupted(let version): "'\(version)' was not interrupted"
    case .foreign(let name, let by): "'\(name)' cannot be reverted: \(by) applied it"
    case .early(let version, let other, _): "'\(version)' must run after '\(other)', which is not applied"
    case .needed(let version, let other):
      "'\(version)' cannot be reverted: '\(other)', which depends on it, is applied"
    case .notWanted(let version, _, _): "the settings do not enable '\(version)'"
    }
  }

  package var cause: String? {
    switch self {
    case .refused(let findings): findings.map(\.oneLine).joined(separator: "\n")
    case .otherProject(let rows):
      (rows.prefix(3) + (rows.count > 3 ? ["…"] : [])).joined(separator: "\n")
    case .interrupted(let progress, _, _) where progress.finished == 0:
      "it runs without a transaction, and its first statement failed or was stopped"
    case .interrupted: "it runs without a transaction, so its finished statements are kept"
    case .undecided(let progress, _, _):
      "the run was stopped while it ran statement \(progress.finished + 1), which commits by itself"
    case .notTransactional: "its file or the settings say 'transactional: false', or 'foreign_keys'"
    default: nil
    }
  }

  package var remedy: String? {
    switch self {
    case .noFile(let name):
      "\(Finding.wayBack(of: name)), or remove its row: run 'rung stamp' with an earlier version"
    case .irreversible(_, let path) where !path.hasSuffix(".sql"):
      "write a down migration, or remove its row: run 'rung stamp' with an earlier version"
    case .irreversible(let version, _):
      """
      write a block '-- name: migrate-\(version)-down', or remove its row: run 'rung stamp' with an \
      earlier version
      """
    case .interrupted(let progress, _, true) where progress.direction == .up:
      """
      run 'rung upgrade --resume' to continue at the next statement; to revert it instead, run \
      'rung resolve \(progress.version) --applied', then 'rung downgrade -1'
      """
    case .interrupted(let progress, _, _):
      """
      run 'rung \(progress.direction.verb) --resume' to continue at the next statement; \
      if you finished it by hand, run 'rung resolve \(progress.version) --applied' or '--reverted'
      """
    case .changedWhileInterrupted(let progress, _):
      """
      restore the finished statements, or finish it by hand and record that with \
      'rung resolve \(progress.version) --applied' or '--reverted'
      """
    case .undecided(let progress, _, _):
      """
      look in the database; if it ran, run 'rung resolve \(progress.version) --finished \
      \(progress.finished + 1)', otherwise 'rung resolve \(progress.version) --finished \
      \(progress.finished)'; then run 'rung \(progress.direction.verb) --resume'
      """
    case .refused(let findings):
      findings.allSatisfy(\.isOutOfOrder)
        ? "renumber them, or use --allow-missing once"
        : "restore the files as they were applied; without --strict or 'strict = true', these are warnings"
    case .notStampable: "write a version, 'head' or 'base'"
    case .notTransactional: "run without --single-transaction"
    case .nothingInterrupted: "run it without --resume"
    case .resumedWithoutFile(let progress):
      """
      restore its file, or revert by hand what it did and run \
      'rung resolve \(progress.version) --reverted'
      """
    case .resolvedWithoutFile: "restore its file"
    case .fewerStatements(_, let count, _): "use --finished with a number from 0 to \(count)"
    case .otherProject:
      """
      it may be another project's: look at the database's URL, and at 'script_location'; \
      'rung upgrade --allow-unknown' continues once
      """
    case .notInterrupted: "'rung status' shows which are"
    case .foreign:
      "revert it with that program; or drop its tables by hand, then remove its row with 'rung stamp'"
    case .early(_, let other, _): "run 'rung upgrade \(other)' first, or 'rung upgrade' for both"
    case .needed(_, let other): "revert '\(other)' first: 'rung downgrade' to the version before it"
    case .notWanted(let version, let settings, _):
      "set \(Phrase.list(settings.map { "\($0) = true" })) under [extension.\(version.series)]"
    }
  }

  package var place: Place? {
    switch self {
    case .irreversible(_, let path), .changedWhileInterrupted(_, let path), .notTransactional(_, let path),
      .early(_, _, let path), .notWanted(_, _, let path), .fewerStatements(_, _, let path):
      .file(path)
    case .interrupted(_, let path, _): path.map { .file($0) }
    case .undecided(_, let location, _): .source(location)
    default: nil
    }
  }

  package var status: ExitStatus {
    if case .notStampable = self { .usage } else { .failed }
  }
}

extension History.Progress {
  var finishedWords: String {
    finished == 0
      ? "before its first statement finished" : "after \(Phrase.count(finished, "finished statement"))"
  }
}

extension Finding {
  /// The message with the file that it is about.
  fileprivate var oneLine: String {
    if case .file(let path) = place { "\(path): \(message)" } else { message }
  }
}
