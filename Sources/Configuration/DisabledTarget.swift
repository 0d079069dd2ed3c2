import Diagnostics

/// A warning that the user named a target that the settings disable.
package struct DisabledTarget: Diagnostic {
  private let target: String?
  private let origin: SettingsError.Origin

  /// - Returns: nil if the target is enabled.
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

extension DisabledTarget {
  package var status: ExitStatus { .badSettings }
}
