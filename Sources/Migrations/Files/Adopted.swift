import Diagnostics

/// The migration of another tool that a file was made from: its line `-- Adopted: TOOL NAME`.
package struct Adopted: Sendable, Equatable {
  package let tool: String
  /// The name in the history of the tool.
  package let name: String
  /// The names of those that come before it, if the tool has a graph.
  package let parents: [String]

  package init(tool: String, name: String, parents: [String] = []) {
    (self.tool, self.name, self.parents) = (tool, name, parents)
  }

  private static let opening = "-- Adopted: "
  private static let following = " after: "

  /// The line that a file begins with.
  package var line: String {
    let rest = parents.isEmpty ? "" : Adopted.following + parents.joined(separator: " ")
    return "\(Adopted.opening)\(tool) \(name)\(rest)"
  }

  /// Reads a line; nil if it is another one.
  package init?(line: some StringProtocol) {
    guard line.hasPrefix(Adopted.opening) else { return nil }
    let words = line.dropFirst(Adopted.opening.count)
    guard let blank = words.firstIndex(of: " ") else { return nil }
    var name = words[words.index(after: blank)...]
    var parents: [String] = []
    if let after = name.firstRange(of: Adopted.following) {
      parents = String(name[after.upperBound...]).split { $0 == " " }.map(String.init)
      name = name[..<after.lowerBound]
    }
    self.init(tool: String(words[..<blank]), name: String(name), parents: parents)
  }
}

extension Migration {
  /// The migration of another tool that the file was made from; nil for any other file.
  package var adopted: Adopted? {
    // The line is at the top of a file, which may be large.
    let head = String(decoding: source.text.utf8.prefix(4096), as: UTF8.self)
    for line in head.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      guard line.isEmpty || line.hasPrefix("--") else { return nil }
      if let adopted = Adopted(line: line) { return adopted }
      if line.hasPrefix("-- name:") { return nil }
    }
    return nil
  }
}
