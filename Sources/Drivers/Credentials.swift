/// A URL's secrets, and the URL without them.
///
/// It is read by Unicode scalars: an `@` before a combining accent is another character to Swift, but still
/// an `@` to libpq.
struct Credentials {
  private typealias Text = Substring.UnicodeScalarView

  let redacted: String
  let secrets: [String]
  /// Whether libpq would end the password at another character than the user meant.
  private(set) var isAmbiguous = false

  init(_ url: String) {
    guard let slashes = url.unicodeScalars.firstRange(of: "://".unicodeScalars) else {
      (redacted, secrets) = (url, [])
      return
    }
    var rest = url[slashes.upperBound...].unicodeScalars
    var shown = String(url[..<slashes.upperBound])
    var secrets: [String] = []
    if let at = Credentials.endOfUser(rest) {
      let user = rest[..<at]
      shown += String(user.prefix { $0 != ":" })
      if let colon = user.firstIndex(of: ":") {
        let password = String(user[user.index(after: colon)...])
        secrets += [password, password[...].percentDecoded]
        isAmbiguous = password.unicodeScalars.contains { $0 == "@" || $0 == "/" }
      }
      rest = rest[at...]
    }
    let mark = rest.firstIndex(of: "?") ?? rest.endIndex
    let parameters = rest[mark...].dropFirst().split(separator: "&")
    let kept = parameters.filter { !Credentials.isSecret($0.prefix { $0 != "=" }) }
    secrets += parameters.filter { Credentials.isSecret($0.prefix { $0 != "=" }) }.compactMap {
      $0.split(separator: "=", maxSplits: 1).dropFirst().first
    }
    .map { String($0) }
    redacted =
      shown + String(rest[..<mark])
      + (kept.isEmpty ? "" : "?" + kept.map { String($0) }.joined(separator: "&"))
    self.secrets = secrets.filter { !$0.isEmpty }
  }

  /// The `@` after the user and password, if there is one.
  ///
  /// libpq takes the first `@` that has no `/` before it. A password may contain an `@` or a `/` that should
  /// have been written `%40` or `%2F`. To print none of it, this takes the last `@` before the parameters.
  private static func endOfUser(_ rest: Text) -> Text.Index? {
    guard let first = rest.firstIndex(of: "@") else { return nil }
    if isInParameters(rest[..<first]) { return nil }
    let query = rest[first...].firstIndex(of: "?") ?? rest.endIndex
    return rest[..<query].lastIndex(of: "@")
  }

  /// Whether the text before an `@` shows that it is part of a parameter: `host:1/name?parameter=with@sign`.
  ///
  /// What follows the colon is a password, also with a `/` or `?` in it, if it is not a port.
  private static func isInParameters(_ text: Text) -> Bool {
    guard text.contains("?") else { return false }
    let host = text.prefix { $0 != "/" && $0 != "?" }
    let ports = host.split(separator: ",").compactMap(port)
    // Without a slash, libpq takes all before the `@` for the user and the password.
    return ports.isEmpty || text.contains("/") && ports.allSatisfy(isPort)
  }

  /// The text after the colon of one host, which may be IPv6 in brackets.
  private static func port(of host: Text) -> Text? {
    var name = host
    if host.first == "[", let close = host.lastIndex(of: "]") {
      let rest = host[close...].dropFirst()
      if rest.isEmpty || rest.first == ":" { name = rest }
    }
    return name.firstIndex(of: ":").map { name[$0...].dropFirst() }
  }

  private static func isPort(_ text: Text) -> Bool {
    !text.isEmpty && text.allSatisfy { ("0"..."9").contains($0) }
  }

  private static func isSecret(_ name: Text) -> Bool {
    // libpq also decodes the names of parameters.
    let name = Substring(name).percentDecoded.lowercased()
    // MySQL's clients also accept an abbreviated option name.
    return name.contains("password") || name.hasPrefix("pass") && name != "passfile" || name == "pwd"
      || name.hasSuffix("_key") || name.contains("secret")
  }
}

extension Substring {
  /// The text with percent escapes such as `%40` decoded.
  var percentDecoded: String {
    var bytes: [UInt8] = []
    var rest = utf8[...]
    while let first = rest.popFirst() {
      let digits = rest.prefix(2).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
      if first == UInt8(ascii: "%"), digits.count == 2 {
        bytes.append(UInt8(digits[0] * 16 + digits[1]))
        rest = rest.dropFirst(2)
      } else {
        bytes.append(first)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension String {
  /// The text with every occurrence of another text's bytes replaced, also before a combining accent.
  func replacing(bytesOf text: String, with other: String) -> String {
    String(decoding: Array(utf8).replacing(Array(text.utf8), with: Array(other.utf8)), as: UTF8.self)
  }

  /// The text with every occurrence of another text replaced that is no part of a longer word.
  func replacing(word: String, with other: String) -> String {
    let (bytes, sought) = (Array(utf8), Array(word.utf8))
    var result: [UInt8] = []
    var rest = bytes[...]
    while let found = rest.firstRange(of: sought) {
      let isWhole =
        (found.lowerBound == 0 || !bytes[found.lowerBound - 1].isOfWord || !sought[0].isOfWord)
        && (found.upperBound == bytes.count || !bytes[found.upperBound].isOfWord
          || !sought[sought.count - 1].isOfWord)
      result += rest[..<found.lowerBound] + (isWhole ? Array(other.utf8) : sought)
      rest = rest[found.upperBound...]
    }
    return String(decoding: result + rest, as: UTF8.self)
  }
}

extension UInt8 {
  /// Whether it is an ASCII letter, a digit or an underscore.
  fileprivate var isOfWord: Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= self || UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20
      || self == UInt8(ascii: "_")
  }
}
