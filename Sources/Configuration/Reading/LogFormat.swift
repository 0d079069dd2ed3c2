/// The form in which a run reports what it does.
package enum LogFormat: String, Sendable, CaseIterable {
  /// Text for people.
  case text
  /// One JSON object per line, for machines.
  case json
}
