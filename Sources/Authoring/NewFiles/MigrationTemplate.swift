import Configuration
import Diagnostics
import SQLText

/// The text of a new file before its fields are filled, in pieces that may come from different places.
package struct MigrationTemplate: Sendable {
  enum Piece: Sendable {
    /// Taken as it is.
    case text(String)
    case template(FieldTemplate)
  }

  let format: MigrationFormat
  private(set) var pieces: [Piece]
  /// Where the pieces are from.
  package let origins: [String]

  /// A file of its own.
  init(_ format: MigrationFormat, _ source: SourceText, origin: String) {
    self.format = format
    pieces = [.template(FieldTemplate(source))]
    origins = [origin]
  }

  /// The text with every field filled, ended by one line end.
  ///
  /// - Throws: ``FieldError`` for a field that nothing fills or a brace without its partner.
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

  /// The text as it is written, fields and all.
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
  /// A template with parts of the settings in the place of its own, laid out as SQLSpec does.
  init(_ format: MigrationFormat, _ source: SourceText, origin: String, _ fragments: TemplateFragments) {
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

/// A template taken apart into what the settings can replace.
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
  /// A part of the text as a template, whose places are those of the whole.
  fileprivate func part(_ range: Range<String.Index>) -> FieldTemplate {
    let part = String(text[range])
    let first = text[..<range.lowerBound].count(where: \.isNewline) + 1
    return FieldTemplate(becoming(part, lines: Array(first...(first + part.count(where: \.isNewline)))))
  }
}

extension TemplateFragments {
  /// The settings file, if it says anything about a format's text.
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
