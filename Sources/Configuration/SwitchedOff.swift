import Diagnostics

/// A target that the settings leave out of what is done for all of them, and that was named nevertheless.
package struct SwitchedOff: Diagnostic {
  private let target: String?
  private let origin: SettingsError.Origin

  /// - Returns: nil where nothing is left out.
  package init?(_ settings: Settings) {
    guard !settings.isEnabled else { return nil }
    target = settings.target
    origin = settings.origin(of: .enabled)
  }

  package var message: String {
    target.map { "the target '\($0)' is disabled, but was named" }
      ?? "migrations are disabled, but were asked for"
  }

  package var remedy: String? { "continuing; remove 'enabled = false', or do not name it" }

  package var place: Place? { origin.place }
}

extension SwitchedOff {
  package var status: ExitStatus { .badSettings }
}
