import Diagnostics
import SQLText
import System

/// The variables of a file `.env`, as applications keep it beside their code.
///
/// A line is `NAME=VALUE`, perhaps after `export`. A value in single quotes is taken as it is. In double
/// quotes, `\n`, `\"`, `\\` and `\$` are escapes. A plain value ends at a blank before `#`. Variables in
/// values are not replaced, because passwords contain dollars. Other lines belong to other programs.
struct EnvironmentFile {
  /// The variables in the order of the file.
  let variables: [(name: String, value: String)]

  /// - Throws: ``SettingsError`` for a quote that is not closed.
  init(_ source: SourceText) throws(SettingsError) {
    var variables: [(name: String, value: String)] = []
    for line in source.text.split(whereSeparator: \.isNewline) {
      guard let mark = line.firstIndex(of: "=") else { continue }
      let words = line[..<mark].split(whereSeparator: \.isWhitespace)
      guard let name = words.last, words.count == 1 || words.count == 2 && words[0] == "export",
        EnvironmentFile.isName(name)
      else { continue }
      guard let value = EnvironmentFile.value(String(line[line.index(after: mark)...]).trimmingBlanks) else {
        throw .badValue(
          .file(source.path, key: String(name)), reason: "a quote is not closed",
          remedy: "close it, or set 'dotenv = false' in rung.toml")
      }
      variables.append((String(name), value))
    }
    self.variables = variables
  }

  /// Sets the variables of the file in a folder; those that are set already stay as they are.
  static func load(in folder: String) throws {
    let path = Path.join(folder, ".env")
    guard Path.exists(path), !Path.isFolder(path), let bytes = try? Path.bytes(of: path),
      let source = try? SourceText(path: path, bytes: bytes)
    else { return }
    for (name, value) in try EnvironmentFile(source).variables { Environment.setDefault(name, value) }
  }

  private static func isName(_ text: Substring) -> Bool {
    guard let first = text.first, first == "_" || first.isASCII && first.isLetter else { return false }
    return text.allSatisfy { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
  }

  /// The value that a text stands for; nil for a quote that is not closed.
  private static func value(_ text: String) -> String? {
    switch text.first {
    case "'":
      let inner = text.dropFirst()
      return inner.firstIndex(of: "'").map { String(inner[..<$0]) }
    case "\"":
      var value = ""
      var isEscaped = false
      for character in text.dropFirst() {
        if isEscaped {
          value += ["n": "\n", "\"": "\"", "\\": "\\", "$": "$"][character] ?? "\\\(character)"
          isEscaped = false
        } else if character == "\"" {
          return value
        } else if character == "\\" {
          isEscaped = true
        } else {
          value.append(character)
        }
      }
      return nil
    default:
      guard let comment = text.firstRange(of: " #") else { return text.hasPrefix("#") ? "" : text }
      return String(text[..<comment.lowerBound]).trimmingBlanks
    }
  }
}
