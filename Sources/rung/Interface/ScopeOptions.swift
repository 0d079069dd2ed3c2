import ArgumentParser
import Authoring

/// Which migrations a command tries in a scratch copy.
struct ScopeOptions: ParsableArguments {
  @Argument(
    help: "The version to stop at; if it is applied, an empty database is migrated to it.",
    completion: Candidates.version)
  var version: String?

  @Flag(help: "Try every migration, from an empty database.")
  var all = false

  func validate() throws {
    if all, version != nil { throw ValidationError("use --all or a version, not both") }
  }

  var value: Trial.Scope { all ? .all : version.map { .version($0) } ?? .pending }
}
