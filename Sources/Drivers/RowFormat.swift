/// The format in which a driver program prints rows.
enum RowFormat: Equatable {
  /// Values separated by tabs, with escapes: what the verb `rows` prints.
  case tabs
  /// Values separated by commas, in quotes where needed; this word is null.
  case csv(null: String)
  /// The XML that the clients of MySQL and MariaDB print.
  case xml

  /// Reads a format as the driver programs write it.
  ///
  /// - Returns: nil for an unknown format.
  init?(_ words: String) {
    switch words {
    case "rows": self = .tabs
    case "xml": self = .xml
    case _ where words.hasPrefix("csv "): self = .csv(null: String(words.dropFirst(4)))
    default: return nil
    }
  }

  /// The complete rows in what was printed; bytes that are not UTF-8 are replaced.
  func rows(in bytes: [UInt8]) -> [[String?]] {
    switch self {
    case .tabs:
      bytes.split(separator: .lineFeed, omittingEmptySubsequences: false).dropLast().map(RowFormat.row)
    case .csv(let null): RowFormat.rows(ofCSV: bytes, null: Array(null.utf8))
    case .xml: RowFormat.rows(ofXML: bytes)
    }
  }

  private static func row(_ line: ArraySlice<UInt8>) -> [String?] {
    line.split(separator: .tab, omittingEmptySubsequences: false).map {
      $0.elementsEqual([.backslash, UInt8(ascii: "N")]) ? nil : unescaped($0)
    }
  }

  /// A value with its escapes decoded.
  static func unescaped(_ value: ArraySlice<UInt8>) -> String {
    guard value.contains(.backslash) else { return String(decoding: value, as: UTF8.self) }
    var result: [UInt8] = []
    var isEscaped = false
    for byte in value {
      if isEscaped {
        switch byte {
        case UInt8(ascii: "t"): result.append(.tab)
        case UInt8(ascii: "n"): result.append(.lineFeed)
        case UInt8(ascii: "r"): result.append(UInt8(ascii: "\r"))
        default: result.append(byte)
        }
      } else if byte != .backslash {
        result.append(byte)
      }
      isEscaped = !isEscaped && byte == .backslash
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func rows(ofCSV bytes: [UInt8], null: [UInt8]) -> [[String?]] {
    var rows: [[String?]] = []
    var row: [String?] = []
    var value: [UInt8] = []
    var (hasQuotes, isOpen) = (false, false)
    for byte in bytes {
      switch byte {
      case .quote:
        // A second quote in a row opens the text again, and is part of it.
        if hasQuotes, !isOpen { value.append(byte) }
        (hasQuotes, isOpen) = (true, !isOpen)
      case .comma where !isOpen, .lineFeed where !isOpen:
        row.append(!hasQuotes && value == null ? nil : String(decoding: value, as: UTF8.self))
        (value, hasQuotes) = ([], false)
        guard byte == .lineFeed else { continue }
        rows.append(row)
        row = []
      default: value.append(byte)
      }
    }
    return rows
  }

  private static func rows(ofXML bytes: [UInt8]) -> [[String?]] {
    var rows: [[String?]] = []
    var row: [String?]?
    // A '<' in a value is written as '&lt;'.
    for part in bytes.split(separator: UInt8(ascii: "<")) {
      if part.starts(with: "row>".utf8) {
        row = []
      } else if part.starts(with: "/row>".utf8) {
        if let row { rows.append(row) }
        row = nil
      } else if part.starts(with: "field ".utf8), let end = part.firstIndex(of: UInt8(ascii: ">")) {
        let isNull = part[..<end].reversed().starts(with: #" xsi:nil="true" /"#.utf8.reversed())
        row?.append(isNull ? nil : text(ofXML: part[(end + 1)...]))
      }
    }
    return rows
  }

  /// A value with four characters that the clients write as names.
  private static func text(ofXML value: ArraySlice<UInt8>) -> String {
    guard value.contains(UInt8(ascii: "&")) else { return String(decoding: value, as: UTF8.self) }
    let names = [("lt;", "<"), ("gt;", ">"), ("quot;", "\""), ("amp;", "&")]
    let parts = value.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
    var result = Array(parts[0])
    for part in parts.dropFirst() {
      let (name, text) = names.first { part.starts(with: $0.0.utf8) } ?? ("", "&")
      result += text.utf8
      result += part.dropFirst(name.utf8.count)
    }
    return String(decoding: result, as: UTF8.self)
  }
}

extension UInt8 {
  fileprivate static let tab = UInt8(ascii: "\t")
  fileprivate static let lineFeed = UInt8(ascii: "\n")
  fileprivate static let backslash = UInt8(ascii: "\\")
  fileprivate static let quote = UInt8(ascii: "\"")
  fileprivate static let comma = UInt8(ascii: ",")
}
