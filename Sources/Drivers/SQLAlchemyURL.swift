/// A database's URL as SQLAlchemy writes it.
///
/// `DATABASE_URL` often belongs to an application in Python, and names the driver that this uses.
/// https://docs.sqlalchemy.org/en/20/core/engines.html#database-urls
struct SQLAlchemyURL {
  /// The URL as Rung writes it; nil if it is not one of SQLAlchemy's own.
  let plain: String?

  /// The databases of SQLAlchemy whose name is another one here.
  private static let names = ["mssql": "sqlserver"]

  init(_ text: String) {
    guard let colon = text.firstIndex(of: ":") else {
      plain = nil
      return
    }
    let parts = text[..<colon].split(separator: "+", omittingEmptySubsequences: false)
    let rest = text[text.index(after: colon)...]
    let isRelative = rest.hasPrefix("///./") || rest.hasPrefix("///../")
    let isNamed =
      parts.count == 2 && parts[1].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    let name = parts.first.map { $0.lowercased() } ?? ""
    guard name == "sqlite" else {
      plain = isNamed ? "\(SQLAlchemyURL.names[name] ?? name):\(rest)" : nil
      return
    }
    guard isNamed || isRelative else {
      plain = nil
      return
    }
    // With three slashes the path is relative, with four absolute; without a path it is in memory.
    let path = rest.prefix { $0 != "?" }.dropFirst(rest.hasPrefix("///") ? 3 : 2)
    plain = "sqlite:" + (path.isEmpty ? ":memory:" : String(path))
  }
}
