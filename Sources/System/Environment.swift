import Glibc

/// The environment variables that Rung was started with.
public struct Environment: Sendable {
  /// The variables by name; nil for this process, whose variables are read one by one.
  private let variables: [String: String]?

  public init(_ variables: [String: String]) { self.variables = variables }

  private init() { variables = nil }

  /// The environment of this process.
  public static let process = Environment()

  /// Sets a variable of this process, unless it is set already.
  package static func setDefault(_ name: String, _ value: String) { setenv(name, value, 0) }

  /// The names of all variables, sorted.
  package var names: [String] { all.keys.sorted() }

  /// All variables by name.
  package var all: [String: String] {
    if let variables { return variables }
    var all: [String: String] = [:]
    var next = environ
    while let entry = next.pointee {
      let text = String(cString: entry)
      if let mark = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
        all[String(text[..<mark])] = String(text[text.utf8.index(after: mark)...])
      }
      next += 1
    }
    return all
  }

  /// A variable's value; nil if it is unset or empty, as in shells.
  public subscript(name: String) -> String? {
    let value = variables.map { $0[name] } ?? getenv(name).map { String(cString: $0) }
    guard let value, !value.isEmpty else { return nil }
    return value
  }
}
