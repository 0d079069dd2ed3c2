import Diagnostics

/// What is wrong with a file, for machines.
public struct Fault: Encodable, Sendable {
  public let message: String
  public let cause: String?
  public let remedy: String?
  public let file: String?
  /// From 1.
  public let line: Int?
  /// In characters, from 1.
  public let column: Int?
  /// The key of a settings file.
  public let setting: String?

  public init(_ problem: any Diagnostic) {
    (message, cause, remedy) = (problem.message, problem.cause, problem.remedy)
    switch problem.place {
    case .source(let location):
      (file, line, column, setting) = (location.path, location.line, location.column, nil)
    case .file(let path): (file, line, column, setting) = (path, nil, nil, nil)
    case .setting(let path, let key): (file, line, column, setting) = (path, nil, nil, key)
    case nil: (file, line, column, setting) = (nil, nil, nil, nil)
    }
  }
}
