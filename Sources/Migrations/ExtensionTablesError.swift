import SQLText
import Diagnostics

/// The error why the tables of an extension are not created.
package enum ExtensionTablesError: Diagnostic {
  /// The tracking table has rows of the extension.
  case tracked(String, row: String)
  /// Some of a migration's tables exist, and some do not.
  case halfThere(Migration, present: String, missing: String)
  /// A table in another database.
  case unknown(String, dialect: String)

  package var message: String {
    switch self {
    case .tracked(let name, let row): "the tables of '\(name)' are tracked: '\(row)' is recorded"
    case .halfThere(let migration, let present, let missing):
      "'\(present)' exists but '\(missing)' does not; '\(migration.version)' creates both"
    case .unknown(let table, let dialect): "cannot find out on \(dialect) whether '\(table)' exists"
    }
  }

  package var remedy: String? {
    switch self {
    case .tracked: "run 'rung upgrade' to create what is missing"
    case .halfThere: "drop the existing ones, or give the tables other names"
    case .unknown: "name the database in the URL, and the table without it"
    }
  }

  package var status: ExitStatus { .failed }
}

/// A table that a pending migration of an extension creates, but that exists already with other columns.
package struct TablesTaken: Diagnostic {
  private let version: Version
  private let table: String
  private let setting: String?
  private let by: String?

  package init(_ version: Version, _ table: String, setting: String?, by: String?) {
    (self.version, self.table, self.setting, self.by) = (version, table, setting, by)
  }

  package var message: String { "'\(version)' creates the table '\(table)', which exists already" }
  package var cause: String? {
    by.map { "\($0) uses a table with this name" }
      ?? "its columns, or those of another table of the extension, differ from what the migrations create"
  }
  package var remedy: String? {
    guard let setting else { return "drop it, or give it another name" }
    let lead = by == nil ? "my" : "sqlspec"
    let name = "\(lead)_\(table.split(separator: ".").last ?? "")"
    return "give the extension's table another name under [extension.\(version.series)]: "
      + "\(setting) = \"\(name)\"; set it for the stores, too"
  }
  package var status: ExitStatus { .failed }
}

/// A migration of the project that uses an extension's table before it exists.
package struct EarlyUse: Diagnostic {
  private let migration: Migration
  private let use: TableUses.Use
  private let maker: Version

  package init(_ migration: Migration, uses use: TableUses.Use, madeBy maker: Version) {
    (self.migration, self.use, self.maker) = (migration, use, maker)
  }

  package var message: String {
    let table = use.table.parts.joined(separator: ".")
    return
      "'\(migration.version)' uses '\(table)', which a later migration of '\(maker.series)' creates"
  }
  package var cause: String? { "migrations of the project run before those of extensions" }
  package var remedy: String? {
    let mark = migration.isLoaded ? "#" : "--"
    return "add this line at the top of \(migration.source.path): \(mark) after: \(maker)"
  }
  package var place: Place? { .source(use.place) }
  package var status: ExitStatus { .badFile }
}
