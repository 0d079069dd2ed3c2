/// An error in a file, for machines.
public struct Fault: Encodable, Sendable {
  public let message: String
  public let cause: String?
  public let remedy: String?
  public let file: String?
  /// The line, counted from 1.
  public let line: Int?
  /// The column in characters, counted from 1.
  public let column: Int?
  /// The key in a settings file.
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
