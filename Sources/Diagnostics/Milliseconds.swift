/// A duration as users write it: `500ms`, `30s`, `5min` or `1h`, in the units of PostgreSQL's settings.
package struct Milliseconds: Sendable, Equatable {
  package let count: Int
  /// The duration as written, which PostgreSQL understands too.
  package let text: String

  /// - Returns: nil unless the text is a whole number with one of the units, or 0.
  package init?(_ text: String) {
    let number = text.prefix { $0.isASCII && $0.isNumber }
    let unit = text[number.endIndex...].drop { $0 == " " }
    let factors = ["ms": 1, "s": 1_000, "min": 60_000, "h": 3_600_000]
    guard let value = Int(number),
      let factor = factors[String(unit)] ?? (value == 0 && unit.isEmpty ? 1 : nil)
    else { return nil }
    let (product, overflow) = value.multipliedReportingOverflow(by: factor)
    guard !overflow, product <= Int(Int32.max) else { return nil }
    count = product
    self.text = text
  }
}

extension Duration {
  /// The duration, rounded to whole milliseconds.
  package var milliseconds: Int { Int((self / .milliseconds(1)).rounded()) }
}
