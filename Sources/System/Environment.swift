import Glibc

/// The variables that Rung was started with.
public struct Environment: Sendable {
  /// All of them by name; nil for those of this process, which are asked for one by one.
  private let variables: [String: String]?

  public init(_ variables: [String: String]) { self.variables = variables }

  private init() { variables = nil }

  /// Those of this process.
  public static let process = Environment()

  /// The names of all, sorted.
  package var names: [String] { all.keys.sorted() }

  /// All of them by name.
  package var all: [String: String] {
    if let variables { return variables }
    var all: [String: String] = [:]
    var next = environ
    while let entry = next.pointee {
      let text = String(cString: entry)
      if let mark = text.firstIndex(of: "=") {
        all[String(text[..<mark])] = String(text[text.index(after: mark)...])
      }
      next += 1
    }
    return all
  }

  /// A variable's value; nil where it is unset or empty, as shells have it.
  public subscript(name: String) -> String? {
    let value = variables.map { $0[name] } ?? getenv(name).map { String(cString: $0) }
    guard let value, !value.isEmpty else { return nil }
    return value
  }
}
