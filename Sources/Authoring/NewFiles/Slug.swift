/// A message as a part of a file's name.
package enum Slug {
  /// The longest one.
  private static let limit = 50

  /// The message in ASCII letters, digits and underscores, in lower case; empty where nothing of it is left.
  ///
  /// By SQLSpec's rules, but for an underscore that the limit leaves at the end.
  package static func of(_ message: String) -> String {
    let folded = message.unicodeScalars.reduce(into: "") { text, scalar in
      scalar.isASCII
        ? text.unicodeScalars.append(scalar) : text.append(contentsOf: ASCIIFolding.text(of: scalar))
    }
    let words = folded.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    let slug = words.joined(separator: "_").prefix(limit)
    return String(slug.hasSuffix("_") ? slug.dropLast() : slug)
  }

  /// The same for the name of a file, which has to be called something.
  package static func ofFile(_ message: String) -> String {
    let slug = of(message)
    return slug.isEmpty ? "migration" : slug
  }
}
