import Diagnostics
import SQLText

/// A template without holes is unchanged, and no value ends the quotes around it.
struct TemplatesCheck: Check {
  private let readers: [HoleReader]
  private let lexers: [Lexer]
  private let conditions: [Conditions]

  init() throws {
    readers = try Syntax.all.map { try HoleReader($0) }
    lexers = Syntax.all.map { Lexer($0) }
    conditions = try Syntax.all.map { try Conditions($0) }
  }

  private func source(_ text: String) -> SourceText { SourceText(path: "a.sql", text: text) }

  private func template(_ text: String, _ sample: Sample) throws -> SQLTemplate {
    try SQLTemplate(Block(whole: source(text)), reader: readers[sample.selector % readers.count])
  }

  func read(_ text: String, _ sample: Sample) throws {
    _ = try template(text, sample)
    _ = try conditions[sample.selector % readers.count].applied(to: source(text)) { $0.hasPrefix("t") }
  }

  func verify(_ sample: Sample) throws {
    let (text, syntax) = (sample.text, sample.syntax)
    let template = try template(text, sample)
    Features.note(syntax, min(template.names.count, 4))
    if template.names.isEmpty {
      try require(try template.filled(with: [:], syntax) == text, "a template without holes is changed")
    }
    for value in [SQLTemplate.Value.text("a'b"), .number(7), .null, .name(["a", "b"])] {
      let values = Dictionary(uniqueKeysWithValues: template.names.map { ($0, value) })
      guard let filled = try unlessRefused({ try template.filled(with: values, syntax) }) else { continue }
      let source = try template.source(with: values, syntax)
      try require(source.text == filled, "the same template is filled in two ways")
      try require(
        source.location(at: filled.utf8.count).line <= text.utf8.count { $0 == 0x0A } + 1,
        "a place is behind the template's last line")
    }
    try verifyConditions(sample)
    for quoted in [syntax.literal(text), syntax.identifier([text]), syntax.identifier([text, text])] {
      try verifyQuoted(quoted, text, lexers[sample.selector % lexers.count])
    }
    try verifyFields(text)
  }

  private func verifyConditions(_ sample: Sample) throws {
    let conditions = conditions[sample.selector % conditions.count]
    guard
      let kept = try unlessRefused({
        try conditions.applied(to: source(sample.text)) { $0.utf8.count % 2 == 0 }
      })
    else { return }
    Features.note(sample.syntax, "conditions", kept.text.utf8.count == sample.text.utf8.count)
    if !sample.text.contains("\\") {
      try require(kept.text == sample.text, "a text without conditional lines is changed")
    }
    try require(kept.text.utf8.count <= sample.text.utf8.count, "conditional lines add text")
  }

  private func verifyQuoted(_ quoted: String, _ value: String, _ lexer: Lexer) throws {
    // No database has a name without letters; all refuse it.
    if value.isEmpty { return }
    let end = quoted.utf8.count
    let token = try lexer.next(in: " " + quoted + ";", from: 0)
    try require(
      token?.kind == .terminator && token?.range.lowerBound == end + 1,
      "the value does not stay inside its quotes: \(quoted.debugDescription)")
  }

  /// A template of a new file: text without braces is unchanged, and doubled braces are braces.
  private func verifyFields(_ text: String) throws {
    let plain = text.replacing("{", with: "").replacing("}", with: "")
    let doubled = text.replacing("{", with: "{{").replacing("}", with: "}}")
    for (template, expected) in [(plain, plain), (doubled, text)] {
      var context = FieldContext(.sql)
      let filled = try unlessRefused { try FieldTemplate(source(template)).filled(with: [:], &context) }
      try require(filled == expected, "a template without fields is changed")
    }
    var context = FieldContext(.python)
    _ = try unlessRefused { try FieldTemplate(source(text)).filled(with: ["a": text], &context) }
  }
}
