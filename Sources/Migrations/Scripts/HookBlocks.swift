import Diagnostics
import SQLText

/// SQL that comes with every migration, from a file of blocks.
package struct HookBlocks: Sendable {
  private let templates: [Moment: SQLTemplate]

  /// When a block runs; its name in the file.
  package enum Moment: String, Sendable, CaseIterable {
    case before = "before-migration"
    case after = "after-migration"
  }

  /// None at all.
  package init() { templates = [:] }

  /// Reads a file.
  ///
  /// - Throws: ``HookBlockError`` or ``BlockError`` for a file that holds something else.
  package init(_ source: SourceText, _ dialect: Dialect) throws {
    var templates: [Moment: SQLTemplate] = [:]
    for block in try BlockScanner(dialect.lexer).blocks(of: source) {
      let place = source.location(at: block.nameOffset)
      guard let moment = Moment.allCases.first(where: { Block.key(of: $0.rawValue) == block.key }) else {
        throw HookBlockError.unknown(block.name, place)
      }
      guard templates[moment] == nil else { throw HookBlockError.double(block.name, place) }
      templates[moment] = try SQLTemplate(block.alone, reader: dialect.holes)
    }
    if templates.isEmpty { throw HookBlockError.none(source.path) }
    self.templates = templates
  }

  subscript(moment: Moment) -> SQLTemplate? { templates[moment] }
}

extension ScriptWriter {
  /// What the user has run with a migration, as a step of its transaction.
  func hook(_ moment: HookBlocks.Moment, _ item: Plan.Item) throws -> [Step] {
    guard let template = options.hooks[moment] else { return [] }
    let values: [String: SQLTemplate.Value] = [
      "version": .text("\(item.migration.version)"), "direction": .text(item.direction.rawValue),
      "description": .text(item.migration.description), "author": .text(options.author),
    ]
    let body = try Body(
      Block(whole: template.source(with: values, dialect.syntax)), dialect.syntax, splitter)
    guard !body.statements.isEmpty else { return [] }
    do {
      try preflight.check(body.statements, of: body.text, body.origin, isTransactional: true)
    } catch let error as PreflightError {
      throw HookBlockError.refused(error)
    } catch let several as Faults {
      throw Faults(several.all.map { ($0 as? PreflightError).map(HookBlockError.refused) ?? $0 })
    }
    return [body.step(dialect.syntax)]
  }

  /// The same in a transaction of its own, for a migration that has none.
  func separateHook(_ moment: HookBlocks.Moment, _ item: Plan.Item) throws -> [Step] {
    let steps = try hook(moment, item)
    return steps.isEmpty ? [] : try transaction(steps)
  }
}

extension Block {
  /// The block as a text of its own, whose places are those of the file.
  fileprivate var alone: Block {
    let first = source.location(at: range.lowerBound).line
    let count = text.utf8.count { $0 == UInt8(ascii: "\n") } + 1
    return Block(whole: source.becoming(text, lines: Array(first..<first + count)))
  }
}

/// A file of SQL hooks that cannot be used.
package enum HookBlockError: Diagnostic {
  case unknown(String, SourceLocation)
  case double(String, SourceLocation)
  case notUTF8(SourceLocation)
  /// A file without any block.
  case none(String)
  /// SQL that must not be sent in a transaction of ours.
  case refused(PreflightError)

  private static let names = Phrase.list(HookBlocks.Moment.allCases.map(\.rawValue))

  package var message: String {
    switch self {
    case .unknown(let name, _): "there is no hook '\(name)'"
    case .double(let name, _): "the hook '\(name)' occurs twice"
    case .notUTF8: "the file is not UTF-8"
    case .none: "the hooks file has no block"
    case .refused(let error): error.message
    }
  }

  package var cause: String? {
    if case .refused(let error) = self { error.cause } else { nil }
  }

  package var remedy: String? {
    switch self {
    case .unknown, .none: "there are \(HookBlockError.names)"
    case .notUTF8: "save it as UTF-8"
    case .double: "merge the two"
    case .refused(.transactionControl), .refused(.implicitCommit), .refused(.deafPragma), .refused(.rebuild):
      "remove it; a hook runs in a transaction"
    case .refused(let error): error.remedy
    }
  }

  package var place: Place? {
    switch self {
    case .unknown(_, let location), .double(_, let location), .notUTF8(let location): .source(location)
    case .none(let path): .file(path)
    case .refused(let error): error.place
    }
  }

  package var status: ExitStatus { .badFile }
}
