/// A part of Rung that reads text from outside.
package enum Subject: String, CaseIterable, Sendable {
  case lexer, statements, blocks, templates, urls, versions, settings, columns

  /// Prepares the checks of this part.
  package func check() throws -> any Check {
    switch self {
    case .lexer: try LexerCheck()
    case .statements: try StatementsCheck()
    case .blocks: try BlocksCheck()
    case .templates: try TemplatesCheck()
    case .urls: URLCheck()
    case .versions: VersionsCheck()
    case .settings: try SettingsCheck()
    case .columns: ColumnsCheck()
    }
  }
}

/// The properties that hold for every text that a part of Rung reads.
///
/// A check is used by one thread, because compiled patterns are.
package protocol Check {
  /// Reads a text, and throws ``Broken`` if a property does not hold.
  func verify(_ sample: Sample) throws
  /// Only reads a text; the time that this takes must grow no faster than the text.
  func read(_ text: String, _ sample: Sample) throws
}

extension Check {
  /// Verifies the properties and the time.
  package func run(_ sample: Sample) throws {
    try verify(sample)
    try LinearTime.verify(sample) { try read($0, sample) }
  }
}
