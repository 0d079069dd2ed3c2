import Diagnostics

/// A database in a state that does not allow a run.
package enum StateError: Diagnostic {
  case noCurrentSchema
  /// The table cannot be read; the rights are those that the user lacks to read it, and to write it too.
  case unreadableTable(String, reason: String, reading: MissingRights? = nil, writing: MissingRights? = nil)
  case locked(holder: String?, waited: String)
  /// A migration that is under way or interrupted, on a server whose lock other servers do not see.
  case elsewhere(History.Progress, waited: String)
  /// A program that is not a run of Rung holds a lock of the database.
  case busy(holder: String?, waited: String)

  package var message: String {
    switch self {
    case .noCurrentSchema: "there is no schema for the tracking table"
    case .unreadableTable(let name, _, _, _): "cannot read the tracking table '\(name)'"
    case .busy(_, let waited): "another program has locked the database; waited \(waited)"
    case .locked(_, let waited): "another run holds the lock; waited \(waited)"
    case .elsewhere(let progress, _): "'\(progress.version)' may be running on another server of the cluster"
    }
  }

  package var cause: String? {
    switch self {
    case .noCurrentSchema: "no schema in the search_path of this connection exists"
    case .unreadableTable(_, let reason, _, _): reason
    case .locked(let holder, _), .busy(let holder, _): holder.map { "it is held by \($0)" }
    case .elsewhere(let progress, let waited):
      "\(Phrase.count(progress.finished, "statement")) finished, and no other for \(waited); "
        + "the lock of one server does not show the runs on others"
    }
  }

  package var remedy: String? {
    switch self {
    case .noCurrentSchema: "create one, or set 'version_table_schema'"
    case .unreadableTable(_, _, let reading?, let writing):
      reading.remedy + (more(than: reading, writing).map { "\nto apply migrations, too: \($0)" } ?? "")
    case .unreadableTable:
      "check that it has the nine columns that docs/formats.md lists, and that you may read it"
    case .locked, .busy: "wait until it ends and try again, or use a longer --lock-timeout"
    case .elsewhere:
      "if a run is active on another server, wait until it ends; if none is, run 'rung upgrade --resume'"
    }
  }

  private func more(than reading: MissingRights, _ writing: MissingRights?) -> String? {
    writing.flatMap { $0 == reading ? nil : $0.statements }
  }

  package var status: ExitStatus {
    switch self {
    case .noCurrentSchema, .unreadableTable: .failed
    case .locked, .busy, .elsewhere: .locked
    }
  }
}
