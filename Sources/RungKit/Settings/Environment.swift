#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The variables that Rung was started with.
public struct Environment: Sendable {
  private let variables: [String: String]

  public init(_ variables: [String: String]) { self.variables = variables }

  /// Those of this process.
  public static let process = Environment(ProcessInfo.processInfo.environment)

  /// The names of all, sorted.
  var names: [String] { variables.keys.sorted() }

  /// A variable's value; nil where it is unset or empty, as shells have it.
  public subscript(name: String) -> String? {
    guard let value = variables[name], !value.isEmpty else { return nil }
    return value
  }
}
