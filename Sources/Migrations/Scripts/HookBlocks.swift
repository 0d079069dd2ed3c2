import Diagnostics
import SQLText

/// The SQL that runs with every migration, from a file of blocks.
package struct HookBlocks: Sendable {
  private let templates: [Moment: SQLTemplate]

  /// The moment when a block runs, which is its name in the file.
  package enum Moment: String, Sendable, CaseIterable {
    case before = "before-migration"
    case after = "after-migration"
  }

  /// Makes an empty set of hooks.
  package init() { templates = [:] }

  /// Reads a file of hooks.
  ///
  /// - Throws: ``HookBlockError`` or ``BlockError`` for an invalid file.
  package init(_ source: SourceText, _ dialect: Dialect) throws {
    var templates: [Moment: SQLTemplate] = [:]
    for block in try BlockScanner(dialect.lexer).blocks(of: source) {
      let place = source.location(at: block.nameOffset)
      guard let moment = Moment.allCases.first(where: { Block.key(of: $0.rawValue) == block.key }) else {
        throw HookBlockError.unknown(block.name, at: place)
      }
      guard templates[moment] == nil else { throw HookBlockError.double(block.name, at: place) }
      templates[moment] = try SQLTemplate(block.alone, reader: dialect.holes)
    }
    if templates.isEmpty { throw HookBlockError.none(source.path) }
    self.templates = templates
  }

  subscript(moment: Moment) -> SQLTemplate? { templates[moment] }
}

extension ScriptWriter {
  /// The user's SQL for a moment, as a step of the migration's transaction.
  func hook(_ moment: HookBlocks.Moment, _ item: Plan.Item) throws -> [Step] {
    guard let template = options.hooks[moment] else { return [] }
    let values: [String: SQLTemplate.Value] = [
      "version": .text("\(item.migration.version)"), "direction": .text(item.direction.rawValue),
      "description": .text(item.migration.description), "author": .text(options.author),
    ]
    let body = try Body(
      Block(whole: template.source(with: values, dialect.syntax)), dialect, splitter: splitter)
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

  /// The user's SQL for a moment in a separate transaction, for a migration without one.
  func separateHook(_ moment: HookBlocks.Moment, _ item: Plan.Item) throws -> [Step] {
    let steps = try hook(moment, item)
    return steps.isEmpty ? [] : try transaction(steps)
  }
}

extension Block {
  /// The block as a separate text, with locations in the file.
  fileprivate var alone: Block {
    let first = source.location(at: range.lowerBound).line
    let count = text.utf8.count { $0 == UInt8(ascii: "\n") } + 1
    return Block(whole: source.becoming(String(text), lines: Array(first..<first + count)))
  }
}

/// An error in a file of SQL hooks.
package enum HookBlockError: Diagnostic {
  case unknown(String, at: SourceLocation)
  case double(String, at: SourceLocation)
  case notUTF8(SourceLocation)
  /// A file without a block.
  case none(String)
  /// SQL that must not be sent in a transaction that Rung begins.
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
    case .refused(.transactionControl), .refused(.implicitCommit), .refused(.ignoredPragma),
      .refused(.rebuild):
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
