import Diagnostics
import SQLText

/// What is accepted as a column definition is exactly one, wherever it is put.
struct ColumnsCheck: Check {
  func read(_ text: String, _ sample: Sample) throws {
    _ = try? ColumnDefinition(text, sample.syntax, folding: .lower)
  }

  func verify(_ sample: Sample) throws {
    let syntax = sample.syntax
    let column: ColumnDefinition
    do {
      column = try ColumnDefinition(sample.text, syntax, folding: .none)
    } catch let refusal as ColumnDefinitionError {
      try require(!refusal.description.isEmpty, "a definition is refused without a reason")
      Features.note(error: refusal, syntax)
      return
    }
    Features.note(syntax, column.referenced != nil, column.action ?? "", column.apart.key.isEmpty)
    try require(!column.name.isEmpty, "a column has no name")
    for text in [column.text, column.apart.column, column.apart.key, column.named("other")] {
      try verifyPart(text, syntax)
    }
    let renamed = try ColumnDefinition(column.named("other"), syntax, folding: .none)
    try require(
      renamed.name == "other", "a renamed column has another name: \(renamed.text.debugDescription)")
    try require(
      renamed.referenced == column.referenced && renamed.action == column.action,
      "a renamed column has another key: \(renamed.text.debugDescription)")
    // Oracle takes the type of the referenced column, so that a key may be all that a column has.
    if let again = try? ColumnDefinition(column.apart.column, syntax, folding: .none) {
      try require(again.name == column.name, "a column without its key has another name")
    }
    try require(column.apart.key.isEmpty == (column.referenced == nil), "a key is lost")
  }

  /// Text that is put into SQL neither ends its list nor hides what follows.
  private func verifyPart(_ text: String, _ syntax: Syntax) throws {
    let reference = Reference("(" + text + ",x);", syntax)
    // A migration with a command of the database's shell is refused later.
    if reference.hidden.contains(where: { $0.kind == .command }) { return }
    try require(reference.unclosed == nil, "a definition leaves a quote open: \(text.debugDescription)")
    let bytes = Array("(\(text),x);".utf8)
    try require(
      reference.semicolons == [bytes.count - 1], "a definition ends its statement: \(text.debugDescription)")
    var (depth, commas, index) = (0, 0, 0)
    for hidden in reference.hidden + [(.command, bytes.count..<bytes.count)] {
      for byte in bytes[min(index, hidden.range.lowerBound)..<hidden.range.lowerBound] {
        if byte == UInt8(ascii: "(") { depth += 1 }
        if byte == UInt8(ascii: ")") { depth -= 1 }
        if byte == UInt8(ascii: ","), depth == 1 { commas += 1 }
        try require(depth > 0 || byte == UInt8(ascii: ")") || byte == UInt8(ascii: ";"), "a list ends early")
      }
      index = hidden.range.upperBound
    }
    try require(depth == 0 && commas == 1, "a definition is more than one: \(text.debugDescription)")
  }
}
