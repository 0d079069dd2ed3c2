import ArgumentParser
import Configuration
import Diagnostics

/// The option of commands that undo something, for a target that the settings protect.
struct ProtectionOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Change this protected target without a reviewed plan.", valueName: "target"))
  var yesIMean: String?

  /// Refuses a protected target that nobody has named or approved.
  ///
  /// - Throws: ``Protected``.
  func require(_ settings: Settings, isApproved: Bool = false) throws {
    guard settings.isProtected, !isApproved else { return }
    let name = settings.target ?? "database"
    guard yesIMean == name else { throw Protected(target: name, remedy: "use --yes-i-mean \(name)") }
  }
}

/// The error that a protected target would be changed without a review.
struct Protected: Diagnostic {
  let target: String
  let remedy: String?

  /// Refuses to upgrade a protected target without a plan.
  ///
  /// - Throws: ``Protected``.
  static func refuse(_ settings: Settings, unless isApproved: Bool) throws {
    guard settings.isProtected, !isApproved else { return }
    throw Protected(
      target: settings.target ?? "database",
      remedy:
        "have the plan of '--dry-run --out plan.sql' reviewed, and use --plan plan.sql or --expect SHA256")
  }

  var message: String { "'\(target)' is protected" }
  var cause: String? { "the settings say 'protected = true'" }
  var status: ExitStatus { .failed }
}
