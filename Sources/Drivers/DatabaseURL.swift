import Diagnostics
import System

/// A database's URL, whose password is never printed.
package struct DatabaseURL: Sendable, CustomStringConvertible {
  package let kind: Kind
  private let text: String

  package enum Kind: Sendable, Equatable {
    /// The path of a file, or `:memory:`.
    case sqlite(path: String)
    /// A URL for libpq; nil leaves everything to libpq's own environment and files.
    case postgresql(url: String?)
    /// The parts that are passed to a driver program around the database's client.
    case shell(ShellURL)
  }

  /// The schemes of the databases that need no driver program.
  package static let ownSchemes = [
    "sqlite", "postgresql", "postgres", "cockroachdb", "yugabytedb", "redshift",
  ]

  /// The part before the colon, in lower case.
  package let scheme: String

  /// Parses a URL.
  ///
  /// - Parameters:
  ///   - text: the URL, such as `sqlite:app.db` or `postgresql://host/name`; one of SQLAlchemy's is taken as
  ///     well.
  ///   - folder: the folder that a relative file path starts from.
  /// - Throws: ``DatabaseURLError``, without any part of the text that may be secret.
  package init(_ text: String, relativeTo folder: String) throws(DatabaseURLError) {
    let text = SQLAlchemyURL(text).plain ?? text
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
      // Anything else may be a password in the wrong place.
      guard scheme.utf8.count > 1,
        scheme.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) })
      else { throw .unknownScheme("") }
      guard !Credentials(text).isAmbiguous else { throw .ambiguousPassword }
      // What may be a user and a password is not taken as a file name, because file names are printed.
      let scalars = rest.unicodeScalars
      if !scalars.starts(with: "//".unicodeScalars), let at = scalars.lastIndex(of: "@"),
        scalars[..<at].contains(":")
      {
        throw .malformed("\(scheme)://[USER@]HOST[:PORT]/NAME, or %3A for ':' in the path of a file")
      }
      kind = .shell(ShellURL(scheme, rest, relativeTo: folder))
    }
  }

  private static func path(_ rest: String, relativeTo folder: String) throws(DatabaseURLError) -> String {
    var path = rest
    if rest.hasPrefix("//") {
      // As in a file URL, a host would come between the second and the third slash, and there is none. Others
      // write an absolute path after three slashes, which makes four.
      guard rest.hasPrefix("///") else { throw .malformed("sqlite:PATH or sqlite:///ABSOLUTE/PATH") }
      path = "/" + rest.drop { $0 == "/" }
    }
    // SQLite itself would read `file:` as the beginning of a URI.
    guard !path.isEmpty, !path.hasPrefix("file:") else { throw .malformed("sqlite:PATH") }
    if path == ":memory:" || path.hasPrefix("/") || folder.isEmpty || folder == "." { return path }
    return folder + "/" + path
  }

  /// The URL without its password; a file's path is relative to the working directory.
  package var description: String {
    switch kind {
    case .sqlite(let path): "sqlite:\(path)"
    case .shell(let url) where url.isFile: "\(scheme):\(url.name)"
    default: DatabaseURL.redacted(text)
    }
  }

  /// The name of the database's dialect.
  package var dialect: String {
    switch kind {
    case .sqlite: "sqlite"
    case .postgresql: scheme == "postgres" ? "postgresql" : scheme
    case .shell: scheme
    }
  }

  /// The name of the database on its server; empty if the URL names none.
  package var databaseName: String {
    switch kind {
    case .sqlite(let path): path
    case .shell(let url): url.name
    case .postgresql(let url): PostgreSQLDriver.databaseName(of: url) ?? ""
    }
  }

  /// The URL of another database on the same server, or of another file.
  ///
  /// - Parameters:
  ///   - name: the database, or the path of the file.
  ///   - server: URL parameters that select one of several servers.
  /// - Returns: the URL with the same user and options.
  package func with(database name: String, server: [String: String] = [:]) -> DatabaseURL {
    switch kind {
    case .sqlite: return DatabaseURL(self, .sqlite(path: name))
    case .shell(let url): return DatabaseURL(self, .shell(url.with(name: name)))
    case .postgresql(let url):
      // libpq takes the last of several equal parameters, and `dbname` overrides the path.
      let whole = url ?? "postgresql://"
      let parameters = server.merging(["dbname": name]) { $1 }.sorted { $0.key < $1.key }
        .map { "\($0.key)=\($0.value.replacing("/", with: "%2F"))" }
      return DatabaseURL(
        postgresql: whole + (whole.contains("?") ? "&" : "?") + parameters.joined(separator: "&"))
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

  /// The argument with which the database's client reaches the same database, without the password.
  package var clientTarget: String {
    switch kind {
    case .sqlite(let path): DatabaseURL.argument(path).shellQuoted
    case .postgresql(let url): url.map { DatabaseURL.redacted($0).shellQuoted } ?? ""
    case .shell(let url): (url.isFile ? DatabaseURL.argument(url.name) : url.name).shellQuoted
    }
  }

  /// A path that no program reads as an option, and SQLite does not read as a URI.
  private static func argument(_ path: String) -> String {
    path.hasPrefix("-") || path.hasPrefix("file:") ? "./" + path : path
  }

  /// Removes the secrets from a URL: the user's password, and every parameter whose name marks it as secret.
  package static func redacted(_ url: String) -> String { Credentials(url).redacted }

  /// The database's message without secrets, and without the blanks at the start of each line.
  ///
  /// - Parameters:
  ///   - message: the message.
  ///   - isConnecting: whether it is about the connection, so that it may repeat any part of the URL.
  /// - Returns: the message with `***` in place of each secret.
  ///
  /// A short secret is hidden where it is a word of a message about the connection, and elsewhere only where
  /// it is written as a password: its letters may be those of a table, and the gap would show what they are.
  /// So would a gap in place of the user's or the database's name.
  package func withoutSecrets(_ message: String, isConnecting: Bool = true) -> String {
    let lines = message.split(separator: "\n").map { String($0.drop { $0.isWhitespace }) }
    let shown = Set(description.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
    return secrets.reduce(lines.joined(separator: "\n")) { text, secret in
      var text = text
      for (before, after) in [(":", "@"), ("password=", "")] {
        text = text.replacing(bytesOf: before + secret + after, with: before + "***" + after)
      }
      if shown.contains(secret) { return text }
      if secret.utf8.count >= 8 { return text.replacing(bytesOf: secret, with: "***") }
      return isConnecting ? text.replacing(word: secret, with: "***") : text
    }
  }

  /// The secrets that a message from the database must not repeat, the longest first.
  ///
  /// libpq splits a password that should have been escaped, and then complains about a part of it.
  private var secrets: [String] {
    let whole = Credentials(text).secrets
    let parts = whole.flatMap { $0.split(whereSeparator: { "@/:?".contains($0) }).map(String.init) }
    return Set(whole + parts.filter { $0.count > 2 }).sorted { ($0.count, $1) > ($1.count, $0) }
  }
}

/// An invalid database URL; its text is left out because it may contain a password.
package enum DatabaseURLError: Diagnostic, Equatable {
  case noScheme
  case unknownScheme(String, known: [String] = [])
  case malformed(String)
  /// The password contains a character that ends it for libpq.
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
