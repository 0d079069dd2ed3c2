import Diagnostics

/// A folder of another tool that cannot be adopted.
package enum AdoptionError: Diagnostic {
  case empty(String, tool: String)
  /// Two files with the same version.
  case twice(String, and: String)
  /// Files that must come before each other.
  case circle([String])
  /// A folder in which Rung's files would be mixed with the tool's.
  case sameFolder(String)
  /// A file that is there already, and differs.
  case taken(String, from: String)
  /// A folder of Alembic's without the SQL of its offline mode.
  case noOfflineSQL(String)
  /// A plan or a journal that cannot be read.
  case unreadable(String, reason: String)

  package var message: String {
    switch self {
    case .empty(let folder, let tool): "'\(folder)' has no migration of \(tool)"
    case .twice(let one, let other): "'\(one)' and '\(other)' have the same version"
    case .circle(let paths): "\(Phrase.list(paths)) depend on each other"
    case .sameFolder(let folder): "'\(folder)' is also the folder of Rung's migrations"
    case .taken(let path, _): "'\(path)' exists already, and differs from what would be written"
    case .noOfflineSQL(let folder): "'\(folder)' has no SQL of Alembic's offline mode"
    case .unreadable(let path, _): "cannot read '\(path)'"
    }
  }

  package var cause: String? {
    switch self {
    case .taken(_, let source): "it would be made from '\(source)'"
    case .noOfflineSQL: "Rung does not run migrations in Python to find out their SQL"
    case .unreadable(_, let reason): reason
    default: nil
    }
  }

  package var remedy: String? {
    switch self {
    case .empty: "name the folder that has its migrations"
    case .twice: "remove or rename one of them"
    case .circle: "correct what they depend on"
    case .sameFolder:
      "write to another folder, with --migrations FOLDER; then set script_location to it"
    case .taken: "compare the two; remove or rename the one in the folder of migrations"
    case .noOfflineSQL:
      """
      run 'alembic upgrade head --sql > up.sql' and 'alembic downgrade head:base --sql > down.sql', put \
      both into a folder of their own, and adopt that folder
      """
    case .unreadable: "correct it"
    }
  }

  package var status: ExitStatus {
    switch self {
    case .sameFolder: .usage
    case .taken: .cannotCreate
    default: .badFile
    }
  }
}
