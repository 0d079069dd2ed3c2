/// The form of a message that is part of a file's name.
package enum Slug {
  /// The greatest length.
  private static let limit = 50

  /// The message in ASCII letters, digits and underscores, in lower case; empty if nothing of it is left.
  ///
  /// The rules are SQLSpec's, except that an underscore at the end, left by the limit, is removed.
  package static func of(_ message: String) -> String {
    let folded = message.unicodeScalars.reduce(into: "") { text, scalar in
      scalar.isASCII
        ? text.unicodeScalars.append(scalar) : text.append(contentsOf: ASCIIFolding.text(of: scalar))
    }
    let words = folded.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    let slug = words.joined(separator: "_").prefix(limit)
    return String(slug.hasSuffix("_") ? slug.dropLast() : slug)
  }

  /// The slug for the name of a file, which must not be empty.
  package static func ofFile(_ message: String) -> String {
    let slug = of(message)
    return slug.isEmpty ? "migration" : slug
  }
}
