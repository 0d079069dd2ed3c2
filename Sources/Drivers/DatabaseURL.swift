import Diagnostics

/// Which database, and how to reach it; its password is never printed.
package struct DatabaseURL: Sendable, CustomStringConvertible {
  package let kind: Kind
  private let text: String

  package enum Kind: Sendable, Equatable {
    /// A file's path, or `:memory:`.
    case sqlite(path: String)
    /// A URL for libpq; nil leaves everything to libpq's own environment and files.
    case postgresql(url: String?)
    /// What a program around the database's own client is told.
    case shell(ShellURL)
  }

  /// The schemes of databases that need no program.
  package static let ownSchemes = [
    "sqlite", "postgresql", "postgres", "cockroachdb", "yugabytedb", "redshift",
  ]

  /// What comes before the colon, in lower case.
  package let scheme: String

  /// Reads a URL.
  ///
  /// - Parameters:
  ///   - text: such as `sqlite:app.db` or `postgresql://host/name`.
  ///   - folder: what a relative path of a file is relative to.
  /// - Throws: ``DatabaseURLError``, without any part of the text that may be secret.
  package init(_ text: String, relativeTo folder: String) throws(DatabaseURLError) {
    self.text = text
    guard let colon = text.firstIndex(of: ":") else { throw .noScheme }
    let scheme = text[..<colon].lowercased()
    let rest = String(text[text.index(after: colon)...])
    self.scheme = scheme
    switch scheme {
    case "sqlite":
      kind = .sqlite(path: try DatabaseURL.path(rest, relativeTo: folder))
    case "postgresql", "postgres", "cockroachdb", "yugabytedb", "redshift":
      guard rest.isEmpty || rest.hasPrefix("//") else {
        throw .malformed("postgresql://[USER@]HOST[:PORT]/NAME")
      }
      guard !Credentials(text).isAmbiguous else { throw .ambiguousPassword }
      kind = .postgresql(url: rest.isEmpty || rest == "//" ? nil : "postgresql:\(rest)")
    default:
      // Anything else may be a password that stands in the wrong place.
      guard scheme.utf8.count > 1,
        scheme.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) })
      else { throw .unknownScheme("") }
      guard !Credentials(text).isAmbiguous else { throw .ambiguousPassword }
      // What may be a user and a password is not taken for the name of a file, which would be printed.
      if !rest.hasPrefix("//"), let at = rest.lastIndex(of: "@"), rest[..<at].contains(":") {
        throw .malformed("\(scheme)://[USER@]HOST[:PORT]/NAME, or %3A for ':' in the path of a file")
      }
      kind = .shell(ShellURL(scheme, rest, relativeTo: folder))
    }
  }

  private static func path(_ rest: String, relativeTo folder: String) throws(DatabaseURLError) -> String {
    var path = rest
    if rest.hasPrefix("//") {
      // As in a file URL: what stands between two slashes and the third is a host, and there is none.
      guard rest.hasPrefix("///") else { throw .malformed("sqlite:PATH or sqlite:///ABSOLUTE/PATH") }
      path = String(rest.dropFirst(2))
      // Other tools take it for a path from here.
      if path.hasPrefix("/./") || path.hasPrefix("/../") { throw .malformed("sqlite:\(path.dropFirst())") }
    }
    // SQLite itself would take `file:` for the beginning of a URI.
    guard !path.isEmpty, !path.hasPrefix("file:") else { throw .malformed("sqlite:PATH") }
    if path == ":memory:" || path.hasPrefix("/") || folder.isEmpty || folder == "." { return path }
    return folder + "/" + path
  }

  /// The URL without its password; a file's path is relative to where the user stands.
  package var description: String {
    switch kind {
    case .sqlite(let path): "sqlite:\(path)"
    case .shell(let url) where url.isFile: "\(scheme):\(url.name)"
    default: DatabaseURL.redacted(text)
    }
  }

  /// The name of the dialect that the database speaks.
  package var dialect: String {
    switch kind {
    case .sqlite: "sqlite"
    case .postgresql: scheme == "postgres" ? "postgresql" : scheme
    case .shell: scheme
    }
  }

  /// Another database of the same server, or another file.
  package func with(database name: String) -> DatabaseURL {
    switch kind {
    case .sqlite: return DatabaseURL(self, .sqlite(path: name))
    case .shell(let url): return DatabaseURL(self, .shell(url.with(name: name)))
    case .postgresql(let url):
      // Of a parameter that is there twice libpq takes the last, and it wins over the path.
      let whole = url ?? "postgresql://"
      return DatabaseURL(postgresql: whole + (whole.contains("?") ? "&" : "?") + "dbname=\(name)")
    }
  }

  private init(_ other: DatabaseURL, _ kind: Kind) {
    (text, scheme, self.kind) = (other.text, other.scheme, kind)
  }

  private init(postgresql url: String) {
    text = url
    scheme = "postgresql"
    kind = .postgresql(url: url)
  }

  /// What the database's own client is given to reach the same database; without the password.
  package var clientTarget: String {
    switch kind {
    case .sqlite(let path): DatabaseURL.argument(path).shellQuoted
    case .postgresql(let url): url.map { DatabaseURL.redacted($0).shellQuoted } ?? ""
    case .shell(let url): (url.isFile ? DatabaseURL.argument(url.name) : url.name).shellQuoted
    }
  }

  /// A path that no program takes for an option, nor SQLite for a URI.
  private static func argument(_ path: String) -> String {
    path.hasPrefix("-") || path.hasPrefix("file:") ? "./" + path : path
  }

  /// Takes passwords out of a URL: that of the user, and every parameter that is a secret by its name.
  package static func redacted(_ url: String) -> String { Credentials(url).redacted }

  /// A message of the database's without its secrets, line by line without the blanks around them.
  package func withoutSecrets(_ message: String) -> String {
    let lines = message.split(separator: "\n").map { String($0.drop { $0.isWhitespace }) }
    return secrets.reduce(lines.joined(separator: "\n")) { $0.replacing($1, with: "***") }
  }

  /// The secrets that a message of the database's must not repeat, the longest first.
  ///
  /// A password that should have been escaped is taken apart by libpq, which then complains about a part of
  /// it.
  private var secrets: [String] {
    let whole = Credentials(text).secrets
    let parts = whole.flatMap { $0.split(whereSeparator: { "@/:?".contains($0) }).map(String.init) }
    return (whole + parts.filter { $0.count > 2 }).sorted { $0.count > $1.count }
  }
}

/// A URL taken apart where its secrets are.
private struct Credentials {
  let redacted: String
  let secrets: [String]
  /// Whether libpq would end the password somewhere else than its author.
  private(set) var isAmbiguous = false

  init(_ url: String) {
    guard let slashes = url.firstRange(of: "://") else {
      (redacted, secrets) = (url, [])
      return
    }
    var rest = url[slashes.upperBound...]
    var shown = String(url[..<slashes.upperBound])
    var secrets: [String] = []
    if let at = Credentials.endOfUser(rest) {
      let user = rest[..<at]
      shown += user.prefix { $0 != ":" }
      if let colon = user.firstIndex(of: ":") {
        let password = String(user[user.index(after: colon)...])
        secrets += [password, password[...].percentDecoded]
        isAmbiguous = password.contains { "@/".contains($0) }
      }
      rest = rest[at...]
    }
    let mark = rest.firstIndex(of: "?") ?? rest.endIndex
    let parameters = rest[mark...].dropFirst().split(separator: "&")
    let kept = parameters.filter { !Credentials.isSecret($0.prefix { $0 != "=" }) }
    secrets += parameters.filter { !kept.contains($0) }.compactMap {
      $0.split(separator: "=", maxSplits: 1).dropFirst().first
    }
    .map(String.init)
    redacted = shown + rest[..<mark] + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&"))
    self.secrets = secrets.filter { !$0.isEmpty }
  }

  /// The `@` behind user and password, if there is one.
  ///
  /// libpq takes the first, if no `/` comes before it. A password may hold an `@` or a `/` that should have
  /// been written `%40` or `%2F`; so that none of it is printed, the last `@` before the parameters counts
  /// here.
  private static func endOfUser(_ rest: Substring) -> Substring.Index? {
    guard let first = rest.firstIndex(of: "@") else { return nil }
    // host/name?parameter=with@sign
    if let slash = rest[..<first].firstIndex(of: "/"), rest[slash..<first].contains("?") { return nil }
    let query = rest[first...].firstIndex(of: "?") ?? rest.endIndex
    return rest[..<query].lastIndex(of: "@")
  }

  private static func isSecret(_ name: Substring) -> Bool {
    // libpq decodes the names of parameters, too.
    let name = name.percentDecoded.lowercased()
    // MySQL's clients understand the beginning of an option as well.
    return name.contains("password") || name.hasPrefix("pass") && name != "passfile" || name == "pwd"
      || name.hasSuffix("_key") || name.contains("secret")
  }
}

extension Substring {
  /// The text with `%40` and the like decoded.
  var percentDecoded: String {
    var bytes: [UInt8] = []
    var rest = self[...]
    while let first = rest.utf8.first {
      if first == UInt8(ascii: "%"), let byte = UInt8(rest.dropFirst().prefix(2), radix: 16) {
        bytes.append(byte)
        rest = rest.dropFirst(3)
      } else {
        bytes += rest.prefix(1).utf8
        rest = rest.dropFirst()
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension String {
  /// The text as one word of a POSIX shell.
  package var shellQuoted: String {
    let plain = allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-:@,+=%".contains($0)) }
    return plain && !isEmpty ? self : "'" + replacing("'", with: #"'\''"#) + "'"
  }
}

/// A URL that names no database; its text is left out, for there may be a password in it.
package enum DatabaseURLError: Diagnostic, Equatable {
  case noScheme
  case unknownScheme(String, known: [String] = [])
  case malformed(String)
  /// The password holds a character that ends it for libpq.
  case ambiguousPassword

  package var message: String {
    switch self {
    case .noScheme: "the database is not a URL"
    case .unknownScheme(let scheme, _):
      scheme.isEmpty ? "the database's URL has no valid scheme" : "no driver for '\(scheme):' databases"
    case .malformed: "the database's URL is malformed"
    case .ambiguousPassword: "the password in the database's URL contains a plain '@' or '/'"
    }
  }

  package var remedy: String? {
    switch self {
    case .noScheme: "write sqlite:PATH or postgresql://[USER@]HOST[:PORT]/NAME"
    case .unknownScheme(let scheme, let known):
      Phrase.nearest(to: scheme, among: known).map { "did you mean '\($0):'?" }
        ?? "write sqlite:PATH or postgresql://[USER@]HOST[:PORT]/NAME; 'rung drivers' lists the drivers"
    case .malformed(let form): "write \(form)"
    case .ambiguousPassword: "write %40 for '@' and %2F for '/'"
    }
  }

  package var status: ExitStatus { .badSettings }
}
