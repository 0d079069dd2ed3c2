import Configuration
import Diagnostics
import Projects
import System

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The only writer: results go to standard output, and messages for people to standard error.
struct Console {
  private let isQuiet: Bool
  private let errors = Terminal(.errors)
  /// Standard output, for tables that depend on who reads them.
  let output = Terminal(.output)
  /// The log that replaces messages for people by lines for machines.
  let log: Log?
  /// Whether nothing is reported before the end.
  private let isSummary: Bool

  init(isQuiet: Bool = false, _ format: LogFormat = .text, isSummary: Bool = false) {
    self.isQuiet = isQuiet
    self.isSummary = isSummary
    log = format == .json ? Log(isQuiet: isQuiet, isSummary: isSummary) : nil
  }

  /// Prints a result.
  func print(_ text: String) throws(OutputError) { try put(text.visible + "\n") }

  /// Prints a line of a table.
  func print(_ line: [Styled]) throws(OutputError) { try put(output.shown(line) + "\n") }

  /// Prints a result exactly as it is, unless a terminal would obey it.
  func printVerbatim(_ text: String) throws(OutputError) { try put(output.isTerminal ? text.visible : text) }

  private func put(_ text: String) throws(OutputError) {
    let reason = RunningLine.aside(isLast: false) { Stream.output.write(text) }
    if let reason { throw OutputError(reason: reason) }
  }

  /// Writes to standard error what people read; `isLast` if what was running is done.
  private func write(_ text: String, isLast: Bool = false) {
    RunningLine.aside(isLast: isLast) { _ = Stream.errors.write(text + "\n") }
  }

  /// Prints a result for machines.
  func print(json value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try print(String(decoding: encoder.encode(value), as: UTF8.self))
  }

  /// Reports a message to people.
  func say(_ text: String) {
    if let log { return log.say(text) }
    if !isQuiet, !isSummary { write(text.visible) }
  }

  /// Reports the last message to people; machines get a summary instead.
  func conclude(_ text: String) {
    if log == nil, !isQuiet || isSummary { write(text.visible, isLast: true) }
  }

  func warning(_ problem: any Diagnostic) {
    if let log { return log.warning(problem) }
    if !isSummary { write(coloured(problem.warning.visible, word: "warning:", as: .warning)) }
  }

  func error(_ problem: any Diagnostic) {
    if let several = problem as? Faults { return several.all.forEach(error) }
    if let log { return log.error(problem) }
    write(coloured(problem.description.visible, word: "error:", as: .error), isLast: true)
  }

  /// Reports the events of a run, with one line for each migration when it is done.
  func tell(_ event: Event) {
    if let log { return log.tell(event) }
    let isQuiet = isQuiet || isSummary
    switch event {
    case .warning(let problem): warning(problem)
    case .waiting(let other, let holder):
      say("waiting for \(other.rawValue)" + (holder.map { ", \($0)" } ?? ""))
    case .started(let migration):
      if errors.canErase, !isQuiet { RunningLine.begin(migration) }
    case .advanced(let done, let all):
      if errors.canErase, !isQuiet { RunningLine.advance(done, of: all) }
    case .finished(let migration, let time):
      if !isQuiet { write("\(migration.line) \(time) ms".visible, isLast: true) }
    case .again(let again):
      if !isQuiet { write(again.text.visible, isLast: true) }
    case .note(let text): say(text)
    case .failed(let problem): error(problem)
    case .notice(let text):
      // A warning of the database is printed even with --quiet.
      if !isQuiet || text.lowercased().hasPrefix("warning") && !isSummary { write("  \(text)".visible) }
    case .said(_, let text):
      // The error of a failed hook includes its last line, even where this is not printed.
      if !isSummary { write(text) }
    }
  }

  /// Colours the first occurrence of a word.
  private func coloured(_ text: String, word: String, as style: Style) -> String {
    guard let range = text.firstRange(of: word) else { return text }
    return text[..<range.lowerBound] + errors.painted(word, style) + text[range.upperBound...]
  }
}

extension Event.Again {
  /// The event in one line.
  var text: String { "'\(version)': \(reason); trying again in \(pause) s (\(number) of \(limit))" }
}

/// A result that could not be written completely; its reader must not take a part for the whole.
struct OutputError: Diagnostic {
  let reason: String

  var message: String { "cannot write to standard output" }
  var cause: String? { reason }
  var status: ExitStatus { .cannotCreate }
}
