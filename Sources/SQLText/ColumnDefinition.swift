import Diagnostics

/// The definition of a column in the settings, such as `account_id uuid not null references users (id)`.
package struct ColumnDefinition: Sendable {
  /// The whole definition, without blanks around it.
  package let text: String
  /// The name of the column, as the database stores it.
  package let name: String
  /// The name of the column, as it is written.
  private let written: String
  /// The table that the column references, as it is written.
  package let referenced: String?
  /// The action of its foreign key when a referenced row is deleted or changed, such as `delete cascade` or
  /// `update set null`; nil if none is given.
  package let action: String?

  /// The column without its foreign key, and the key as a separate constraint, for databases that ignore a
  /// key within a column definition.
  package let apart: (column: String, key: String)

  /// The definition with another column name.
  package func named(_ name: String) -> String {
    let rest = text[utf8Range: written.utf8.count..<text.utf8.count]
    // A type may follow a quoted name without a blank.
    return rest.unicodeScalars.first?.properties.isWhitespace == false ? "\(name) \(rest)" : name + rest
  }

  /// Parses a definition.
  ///
  /// - Throws: ``ColumnDefinitionError`` for anything but exactly one definition; ``PatternError`` if PCRE2
  ///   gives up.
  package init(_ definition: String, _ syntax: Syntax, folding: TableName.Folding) throws {
    let text = definition.trimmingBlanks
    self.text = text
    try ColumnDefinition.verify(text, syntax)
    var rest = text[...]
    guard let name = TableName.part(of: &rest, syntax, folding),
      rest.unicodeScalars.first != "."
    else {
      throw ColumnDefinitionError.noName
    }
    self.name = name
    written = String(text[..<rest.startIndex])
    // The letter before a string, as in `e'…'`, is no name.
    let quote = try Pattern(#"\G (?: \#(syntax.quotePattern) )"#, .caseless).firstMatch(in: text, from: 0)
    if let quote, quote.range.upperBound != written.utf8.count { throw ColumnDefinitionError.noName }
    if syntax.constraintWords.contains(written.lowercased()) {
      throw ColumnDefinitionError.constraint(written)
    }
    // Only SQLite accepts a column without a type.
    if rest.unicodeScalars.allSatisfy(\.properties.isWhitespace), syntax != .sqlite {
      throw ColumnDefinitionError.noType(written)
    }
    let pattern = try Pattern(ColumnDefinition.reference(syntax), .caseless)
    // A column may have the name `references`.
    guard let match = try pattern.firstMatch(in: text, from: written.utf8.count) else {
      (referenced, action, apart) = (nil, nil, (text, ""))
      return
    }
    referenced = match.text("table")
    action = match.text("action")?.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let column = text[utf8Range: 0..<match.range.lowerBound].trimmingBlanks
    let after = text[utf8Range: match.range.upperBound..<text.utf8.count].trimmingBlanks
    // The key's own name is dropped: there, names of keys must be unique in the database, and the column is
    // added to several tables.
    apart = (
      after.isEmpty ? column : "\(column) \(after)",
      "foreign key (\(written)) \(match.text("reference") ?? "")"
    )
  }

  /// The pattern for a foreign key within a column definition, including the key's name before it.
  private static func reference(_ syntax: Syntax) -> String {
    #"""
    (?(DEFINE) (?<quoted> \#(syntax.quotePattern) )
      (?<remark> \#(syntax.commentPattern) ) (?<gap> (?: \s++ | (?&remark) )++ )
      (?<part> (?&quoted) | [\w$\x80-\xff-]++ ) )
    (?: \b constraint (?&gap) (?&part) (?&gap) )?+ (?<reference>
      (?<![\w$\x80-\xff]) references (?&gap) (?<table> (?&part) (?: \. (?&part) )*+ )
      (?: (?&gap)?+ \( [^()]*+ \) )?+
      (?: (?&gap)?+ (?: match (?&gap) \w++ | on (?&gap) (?:
        (?<action> (?: delete | update ) (?&gap) (?: cascade | set (?&gap) null | set (?&gap) default ) )
        | (?: delete | update ) (?&gap) (?: restrict | no (?&gap) action ) ) ) )*+ )
    | (?: (?&remark) | (?&quoted) | \#(syntax.wordPattern) ) (*SKIP)(*FAIL)
    """#
  }

  /// Throws for text that would end the definition, or hide what follows it.
  private static func verify(_ text: String, _ syntax: Syntax) throws {
    let pattern = try Pattern(
      #"""
      (?<comment> \#(syntax.commentPattern) ) | (?: \#(syntax.quotePattern) ) (*SKIP)(*FAIL)
      | (?<mark> [();,] ) | (?<open> \#(syntax.openingPattern) ) (?s: .*+ )
      | \#(syntax.wordPattern) (*SKIP)(*FAIL)
      """#, .caseless)
    var depth = 0
    for match in try pattern.matches(in: text) {
      let word = String(text[utf8Range: match.range])
      if match["comment"] != nil {
        // A comment to the end of the line would also hide the comma after the definition.
        guard word.hasPrefix("/*") else { throw ColumnDefinitionError.comment(word) }
        continue
      }
      if let quote = match.text("open") { throw ColumnDefinitionError.unclosed(quote) }
      switch word {
      case "(": depth += 1
      case ")": depth -= 1
      case ";": throw ColumnDefinitionError.second(word)
      default: if depth == 0 { throw ColumnDefinitionError.second(word) }
      }
      if depth < 0 { throw ColumnDefinitionError.unbalanced }
    }
    if depth != 0 { throw ColumnDefinitionError.unbalanced }
  }
}

/// An error in a text that is not exactly one column definition.
package enum ColumnDefinitionError: Error, CustomStringConvertible {
  case noName
  case noType(String)
  /// A table constraint instead of a column.
  case constraint(String)
  case second(String)
  case unbalanced
  case comment(String)
  case unclosed(String)

  package var description: String {
    switch self {
    case .noName: "a definition begins with the column's name"
    case .noType(let name): "the column '\(name)' has no type"
    case .constraint(let word):
      "'\(word)' begins a table constraint; quote a column of that name"
    case .second(let mark): "'\(mark)' would begin something else; write exactly one column"
    case .unbalanced: "its parentheses are not balanced"
    case .comment(let text): "the comment '\(text)' would hide what follows the definition"
    case .unclosed(let quote): "'\(quote)' is not closed"
    }
  }
}
