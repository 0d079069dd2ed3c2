import SQLText

/// The language of a migration's file, named by its suffix.
package enum MigrationFormat: String, CaseIterable, Sendable {
  case sql, py

  package var language: FieldContext.Language { self == .sql ? .sql : .python }

  /// What a comment of one line begins with.
  package var comment: String { self == .sql ? "--" : "#" }
}
