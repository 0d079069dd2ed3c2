import Diagnostics
import SQLText

private import CMessageDigest

/// SQLSpec's checksum of a migration file: the MD5 of its text without the lines that contain its version.
///
/// A file keeps its checksum when it is renumbered, which is how a renamed migration is recognised. The rule
/// is that of SQLSpec 0.69, byte for byte: line ends become `\n`; every match of the pattern below is
/// removed, with the blank lines after it; the rest is hashed. A byte order mark stays part of the text.
package final class Checksum {
  private let headers: Pattern
  /// Matches a line that names the migrations to apply first.
  private let order: Pattern

  /// Compiles the patterns.
  package init() throws(PatternError) {
    // Python's `\s`, and its case-insensitive `i`, which also matches the dotless and the dotted letter.
    let blank =
      #"[\t-\r\x1c-\x20\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]"#
    let i = #"[i\x{130}\x{131}]"#
    headers = try Pattern(
      """
      ^ (?: -- \(blank)* name: \(blank)* m\(i)grate- [^-]+ - (?: up | down )
        | -- \(blank)* vers\(i)on: \(blank)* .* | vers\(i)on: \(blank)* .* ) \(blank)* $
      """, .caseless.union(.unicode))
    order = try Pattern(
      #"^ (?: -- | [#] [\x20\t]*+ (?: -- )?+ ) [\x20\t]*+ after [\x20\t]*+ : [^\n]*+ \n?+"#, .caseless)
  }

  /// The checksum of a text: 32 hexadecimal digits in lower case.
  package func of(_ text: String) throws(PatternError) -> String {
    let normalised = text.withLineFeeds(includingLone: true)
    return Checksum.md5(of: try parts(of: normalised, without: headers), in: normalised)
  }

  /// The parts of a text between the matches of a pattern.
  private func parts(of text: String, without pattern: Pattern) throws(PatternError) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = 0
    for removed in try pattern.ranges(in: text) {
      parts.append(start..<removed.lowerBound)
      start = removed.upperBound
    }
    return parts + [start..<text.utf8.count]
  }

  /// The checksums that a row for this file may have: that of its text, and that of the text without `after`
  /// lines.
  ///
  /// Such lines change nothing in the database, and may have been added later.
  func all(of text: String, hasOrder: Bool) throws(PatternError) -> [String] {
    let own = try of(text)
    guard hasOrder else { return [own] }
    let rest = try parts(of: text, without: order).map { String(text[utf8Range: $0]) }.joined()
    return rest == text ? [own] : [own, try of(rest)]
  }

  /// The MD5 of the whole text with `\n` as line ends, as SQLSpec computed it before 0.27.
  package static func plain(_ text: String) -> String {
    md5(text.withLineFeeds(includingLone: true))
  }

  /// The checksum of a sequence of texts with one text added; the empty sequence has the empty checksum.
  package static func chain(_ checksum: String, _ text: String) -> String {
    md5(checksum + text)
  }

  private static func md5(_ text: String) -> String { md5(of: [0..<text.utf8.count], in: text) }

  /// The MD5 of parts of a text, which may be large and is not copied.
  private static func md5(of parts: [Range<Int>], in text: String) -> String {
    var context = MD5_CTX()
    MD5Init(&context)
    text.withBytes(in: 0..<text.utf8.count) { bytes in
      for part in parts where !part.isEmpty {
        let part = UnsafeBufferPointer(rebasing: bytes[part])
        MD5Update(&context, part.baseAddress, part.count)
      }
    }
    var digest = [UInt8](repeating: 0, count: Int(MD5_DIGEST_LENGTH))
    MD5Final(&digest, &context)
    return hexadecimal(digest)
  }

  /// The SHA-256 of a text: 64 hexadecimal digits in lower case.
  package static func sha256(_ text: String) -> String {
    var context = SHA2_CTX()
    SHA256Init(&context)
    text.withBytes(in: 0..<text.utf8.count) { SHA256Update(&context, $0.baseAddress, $0.count) }
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    SHA256Final(&digest, &context)
    return hexadecimal(digest)
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    func digit(_ value: UInt8) -> UInt8 {
      value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
    return String(unsafeUninitializedCapacity: 2 * bytes.count) { text in
      for (index, byte) in bytes.enumerated() {
        text[2 * index] = digit(byte >> 4)
        text[2 * index + 1] = digit(byte & 0xF)
      }
      return 2 * bytes.count
    }
  }
}
