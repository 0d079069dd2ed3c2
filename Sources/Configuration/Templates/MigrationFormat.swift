import SQLText

/// The language of a migration's file, named by its suffix.
package enum MigrationFormat: String, CaseIterable, Sendable {
  case sql, py

  package var language: FieldContext.Language { self == .sql ? .sql : .python }

  /// The characters that begin a one-line comment.
  package var comment: String { self == .sql ? "--" : "#" }
}
