/// In which form a run tells what it does.
package enum LogFormat: String, Sendable, CaseIterable {
  /// Words for people.
  case text
  /// An object a line, for machines.
  case json
}
