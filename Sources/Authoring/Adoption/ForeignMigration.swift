import Diagnostics
import Migrations

/// A migration as another tool has it.
struct ForeignMigration {
  /// The tool, the name in its history, and what comes before.
  var adopted: Adopted
  /// The version in the name of the file, if it has one.
  var version: String?
  /// What it does, in the words of its name.
  var title: String
  var up: String
  var down: String?
  var isTransactional = true
  /// Whether the tool runs it again whenever it changes.
  var isRepeatable = false
  /// The path of the file with its up part.
  var path: String
}

/// The migrations in the folder of another tool.
struct ForeignFolder {
  var migrations: [ForeignMigration]
  /// The notes on what cannot be carried over.
  var notes: [any Diagnostic]
}

/// Something that cannot be carried over as it is.
struct AdoptionNote: Diagnostic {
  let message: String
  var remedy: String?
  let place: Place?
  var status: ExitStatus { .badFile }

  init(_ message: String, remedy: String? = nil, at place: Place?) {
    (self.message, self.remedy, self.place) = (message, remedy, place)
  }
}
