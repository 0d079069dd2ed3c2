import Diagnostics
import Drivers

/// What is printed of a URL is the same for every password in it.
struct URLCheck: Check {
  func read(_ text: String, _ sample: Sample) throws {
    let url = try DatabaseURL(text, relativeTo: "folder")
    _ = [
      url.description, url.clientTarget, url.withoutSecrets("no such host"),
      url.with(database: "d").description,
    ]
  }

  func verify(_ sample: Sample) throws {
    if let url = try unlessRefused({ try DatabaseURL(sample.text, relativeTo: "folder") }) {
      try verify(url, sample.text)
    }
    // The lines of the text are the parts of a URL.
    let lines = sample.text.split(separator: "\n", maxSplits: 3, omittingEmptySubsequences: false)
      .map(String.init)
    guard lines.count > 2 else { return }
    let schemes = ["postgresql", "mysql", "oracle", "postgres", "sqlserver"]
    let scheme = schemes[sample.selector % schemes.count]
    let user = lines[0].without(":/?@")
    let host = lines[2].without(":/?@[")
    let tail = lines[1].without("&")
    let mark = lines[2].contains("?") ? "&" : "?"
    try verifySecret { "\(scheme)://\(user):\($0)\(lines[1])@\(lines[2])" }
    try verifySecret { "\(scheme)://\(user)@\(lines[2])\(mark)password=\($0)\(tail)" }
    try verifySecret { "\(scheme)://\(host)?password=\($0)\(tail)" }
    try verifySecret { "\(scheme)://\(host):1/d?password=\($0)\(tail)" }
    try verifySecret { "duckdb:\(user):\($0)\(lines[1])@\(lines[2])" }
  }

  private func verify(_ url: DatabaseURL, _ text: String) throws {
    let scheme = text.prefix { $0 != ":" }.lowercased()
    // SQLAlchemy's 'sqlite+aiosqlite' names a driver, too, and it has other names for some databases.
    let name = scheme.prefix { $0 != "+" }
    try require(
      [scheme, name == "mssql" ? "sqlserver" : String(name)].contains(url.scheme),
      "the scheme is not what precedes the colon")
    Features.note(DatabaseURL.ownSchemes.contains(url.scheme), url.description == text, text.contains("@"))
    try require(url.withoutSecrets("no secret at all").isEmpty == false, "a message is lost")
    if case .shell(let parts) = url.kind {
      for (name, value) in parts.environment {
        Features.note(name, parts.isFile)
        try require(!value.isEmpty, "a variable without a value is passed to the driver")
      }
      try require(parts.isFile || parts.name == parts.environment["RUNG_DB_NAME"] ?? "", "two names")
    }
  }

  /// Compares what is printed of two URLs that differ only in their passwords.
  private func verifySecret(_ url: (String) -> String) throws {
    let secrets = ["Zq7Kw9Xv", "Ju5Hf3Bd"]
    let printed = try secrets.map { secret in
      let text = url(secret)
      let lines = (text.hasPrefix("duckdb") ? [] : [DatabaseURL.redacted(text)]) + shown(text)
      for line in lines {
        try require(
          !line.contains(secret),
          "a password is printed: \(line.debugDescription) of \(text.debugDescription)")
      }
      return lines
    }
    try require(printed[0] == printed[1], "what is printed depends on the password: \(printed)")
  }

  /// All that is printed of a URL, or why it is refused.
  private func shown(_ text: String) -> [String] {
    do throws(DatabaseURLError) {
      let url = try DatabaseURL(text, relativeTo: "folder")
      return [
        url.description, url.clientTarget, url.with(database: "other").description,
        url.withoutSecrets("connection to \(text) failed"),
      ]
    } catch {
      return [error.description]
    }
  }
}

extension String {
  /// The text without some marks, also without those before an accent.
  fileprivate func without(_ marks: String) -> String {
    String(String.UnicodeScalarView(unicodeScalars.filter { !marks.unicodeScalars.contains($0) }))
  }
}
