extension String {
  /// The text with every control character but tab and line end as `\u001b`, and every mark that reverses the
  /// direction of text likewise.
  ///
  /// So names, values and messages of a database cannot steer the terminal, or hide a part of a line.
  ///
  /// https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
  var visible: String {
    guard utf8.contains(where: { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 || $0 >= 0x7F }) else { return self }
    var text = ""
    let scalars = unicodeScalars
    for index in scalars.indices {
      let (scalar, next) = (scalars[index], scalars.index(after: index))
      let endsLine = scalar == "\r" && next < scalars.endIndex && scalars[next] == "\n"
      if scalar.isSteering, !endsLine { text += scalar.escaped } else { text.unicodeScalars.append(scalar) }
    }
    return text
  }
}

extension Unicode.Scalar {
  fileprivate var isSteering: Bool {
    switch value {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F..<0xA0: true
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// The character as JSON and PostgreSQL write it.
  fileprivate var escaped: String {
    let digits = String(value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
  }
}
