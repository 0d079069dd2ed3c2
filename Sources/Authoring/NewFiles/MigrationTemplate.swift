import Configuration
import Diagnostics
import SQLText

/// The text of a new file before its fields are filled, in pieces that may come from different places.
package struct MigrationTemplate: Sendable {
  enum Piece: Sendable {
    /// A text without fields.
    case text(String)
    case template(FieldTemplate)
  }

  let format: MigrationFormat
  private(set) var pieces: [Piece]
  /// The places that the pieces come from.
  package let origins: [String]

  /// Creates a template from one file.
  init(_ format: MigrationFormat, _ source: SourceText, origin: String) {
    self.format = format
    pieces = [.template(FieldTemplate(source))]
    origins = [origin]
  }

  /// The text with every field filled, with one line end at its end.
  ///
  /// - Throws: ``FieldError`` for a field without a value or an unmatched brace.
  func filled(with fields: [String: String]) throws(FieldError) -> String {
    var context = FieldContext(format.language)
    var text = ""
    for piece in pieces {
      switch piece {
      case .text(let own):
        context.pass(own)
        text += own
      case .template(let template):
        text += try template.filled(with: fields, &context)
      }
    }
    return text.withoutTrailingBlanks + "\n"
  }

  /// The text as written, with its fields not filled.
  package var text: String {
    pieces.map { piece in
      switch piece {
      case .text(let own): own
      case .template(let template): template.text
      }
    }.joined().withoutTrailingBlanks + "\n"
  }
}

extension MigrationTemplate {
  /// Creates a template in which parts from the settings replace its own, in the layout of SQLSpec.
  init(_ format: MigrationFormat, _ source: SourceText, origin: String, fragments: TemplateFragments) {
    self.format = format
    let parts = TemplateParts(format, source)
    let file = TemplateFragments.file(fragments, format)
    origins = [origin, file].compactMap { $0 }
    let own = { (name: String) in fragments[format, name]?.template }
    switch format {
    case .sql:
      let metadata = own("metadata") ?? parts.middle
      pieces = [
        .template(own("header") ?? parts.head), .text(metadata.text.isEmpty ? "" : "\n"), .template(metadata),
      ]
    case .py:
      let imports = fragments[format, "imports"]?.text ?? parts.middle.text
      pieces = [
        .text("\"\"\""), .template(own("docstring") ?? parts.head), .text("\"\"\"\n"),
        .text(imports.isEmpty ? "" : "\n" + imports + "\n"),
      ]
    }
    pieces += [.text(format == .sql ? "\n\n" : "\n"), .template(own("body") ?? parts.body)]
  }
}

/// A template split into the parts that settings can replace.
private struct TemplateParts {
  /// The first line, or the docstring.
  let head: FieldTemplate
  /// The lines up to the first empty one.
  let middle: FieldTemplate
  let body: FieldTemplate

  init(_ format: MigrationFormat, _ source: SourceText) {
    let text = source.text
    let marks = format == .py ? text.ranges(of: "\"\"\"") : []
    let head: Range<String.Index>
    let afterHead: String.Index
    if marks.count > 1 {
      head = marks[0].upperBound..<marks[1].lowerBound
      afterHead = marks[1].upperBound
    } else {
      head = text.startIndex..<(text.firstIndex(where: \.isNewline) ?? text.endIndex)
      afterHead = head.upperBound
    }
    let middle = text[afterHead...].drop(while: \.isNewline)
    let end = middle.firstRange(of: "\n\n")?.lowerBound ?? text.endIndex
    let body = text[end...].drop(while: \.isNewline)
    self.head = source.part(head)
    self.middle = source.part(middle.startIndex..<end)
    self.body = source.part(body.startIndex..<text.endIndex)
  }
}

extension SourceText {
  /// A part of the text as a template, in which positions refer to the whole text.
  fileprivate func part(_ range: Range<String.Index>) -> FieldTemplate {
    let part = String(text[range])
    let first = text[..<range.lowerBound].count(where: \.isNewline) + 1
    return FieldTemplate(becoming(part, lines: Array(first...(first + part.count(where: \.isNewline)))))
  }
}

extension TemplateFragments {
  /// The settings file, if it gives any text of a format.
  fileprivate static func file(_ fragments: TemplateFragments, _ format: MigrationFormat) -> String? {
    for name in ["header", "docstring", "metadata", "imports", "body"] {
      if case .file(let file, _)? = fragments[format, name]?.origin { return file }
    }
    return nil
  }
}

extension String {
  fileprivate var withoutTrailingBlanks: Substring {
    self[..<(lastIndex { !$0.isWhitespace }.map(index(after:)) ?? startIndex)]
  }
}
