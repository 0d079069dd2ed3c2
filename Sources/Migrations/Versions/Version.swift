/// A migration's version: `0001`, `20251018120000` or `ext_adk_0001`.
///
/// Order, equality and spelling are those of SQLSpec. The project's versions come before those of extensions,
/// and extensions are in the order of their names. Within a series, sequential versions come before
/// timestamps, each in the order of their values. `2`, `0002` and `00002` are equal.
package struct Version: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let series: Series
  package let kind: Kind
  /// The digits without leading zeros.
  private let digits: String
  /// The version as it is written in the tracking table and in block names.
  package let description: String

  /// The longest text that is read, in bytes: that of a file name.
  static let longestText = 255

  package enum Kind: String, CaseIterable, Sendable, Comparable {
    case sequential, timestamp
    package static func < (left: Kind, right: Kind) -> Bool { left == .sequential && right == .timestamp }
  }

  /// Parses a version; shorter numbers are padded to four digits.
  ///
  /// - Returns: nil for anything that is not a version, such as `head`, or 14 digits that are not a valid UTC
  ///   time.
  package init?(_ text: some StringProtocol) {
    // A letter with thousands of accents is one character, and slow to compare.
    guard text.utf8.count <= Version.longestText else { return nil }
    var number = String(text)
    var series = Series.project
    if number.hasPrefix("ext_") {
      // The name may contain underscores, so the number comes after the last one.
      guard let underscore = number.lastIndex(of: "_") else { return nil }
      let name = String(number[..<underscore].dropFirst(4))
      guard Version.isSeries(name) else { return nil }
      series = .named(name)
      number = String(number[number.index(after: underscore)...])
    }
    self.init(number: number, series: series)
  }

  /// Makes a version in a series.
  ///
  /// - Parameters:
  ///   - number: only digits.
  ///   - series: the series.
  package init?(number: String, series: Series) {
    guard !number.isEmpty, number.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else {
      return nil
    }
    if number.utf8.count == 14 {
      guard Timestamp(digits: number) != nil else { return nil }
      kind = .timestamp
    } else {
      kind = .sequential
    }
    self.series = series
    digits = String(Substring(number.utf8.drop { $0 == UInt8(ascii: "0") }))
    let missing = 4 - number.utf8.count
    let padded = missing > 0 ? String(repeating: "0", count: missing) + number : number
    description = series == .project ? padded : series.prefix + padded
  }

  /// The version with the next number; nil if that number would be read as a time, or a time as a number.
  package var successor: Version? {
    // A time in the first thousand years begins with zeros.
    let width = kind == .timestamp ? 14 : 1
    var next = [UInt8](repeating: UInt8(ascii: "0"), count: max(0, width - digits.utf8.count)) + digits.utf8
    var index = next.count - 1
    while index >= 0, next[index] == UInt8(ascii: "9") {
      next[index] = UInt8(ascii: "0")
      index -= 1
    }
    if index < 0 { next.insert(UInt8(ascii: "1"), at: 0) } else { next[index] += 1 }
    return Version(number: String(decoding: next, as: UTF8.self), series: series)
  }

  /// Whether an extension can have this name.
  static func isSeries(_ name: String) -> Bool {
    !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
  }

  /// Whether it is a version of the project's own migrations.
  package var isOfProject: Bool { series == .project }

  /// Whether the number is 0, which comes before every migration of its series.
  package var isZero: Bool { digits.isEmpty }

  package static func == (left: Version, right: Version) -> Bool {
    left.series == right.series && left.kind == right.kind && left.digits == right.digits
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(series)
    hasher.combine(digits)
  }

  package static func < (left: Version, right: Version) -> Bool {
    if left.series != right.series { return left.series < right.series }
    if left.kind != right.kind { return left.kind < right.kind }
    if left.digits.utf8.count != right.digits.utf8.count {
      return left.digits.utf8.count < right.digits.utf8.count
    }
    return left.digits.utf8.lexicographicallyPrecedes(right.digits.utf8)
  }
}

/// A UTC time as `YYYYMMDDhhmmss`.
struct Timestamp {
  /// - Returns: nil unless the 14 digits are a valid time of the Gregorian calendar, years 1 to 9999.
  init?(digits: String) {
    let numbers = digits.utf8.map { Int($0) - 48 }
    func number(_ range: Range<Int>) -> Int { numbers[range].reduce(0) { $0 * 10 + $1 } }
    let (year, month, day) = (number(0..<4), number(4..<6), number(6..<8))
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard year > 0, (1...12).contains(month), (1...lengths[month - 1]).contains(day),
      number(8..<10) < 24, number(10..<12) < 60, number(12..<14) < 60
    else { return nil }
  }
}
