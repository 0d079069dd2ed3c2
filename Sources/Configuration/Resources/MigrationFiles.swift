import Migrations
import System

extension FileName {
  /// Whether a file is a migration, or looks like one, in SQL or in a language that has a loader.
  package static func isMigration(
    _ name: String, of series: Series = .project, _ environment: Environment = .process
  ) -> Bool {
    switch read(name, series: series) {
    case .migration(let read):
      read.language == "sql" || ProgramSearch(loading: read.language, environment) != nil
    case .malformed: true
    case .other: false
    }
  }
}
