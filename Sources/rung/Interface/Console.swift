import Configuration
import Diagnostics
import RungKit
import System

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The only writer: results go to standard output, and messages for people to standard error.
struct Console {
  private let isQuiet: Bool
  /// Whether standard error is a terminal, where a line can be overwritten.
  private let isTerminal: Bool
  private let hasColour: Bool
  /// The log that replaces messages for people by lines for machines.
  let log: Log?
  /// Whether nothing is reported before the end.
  private let isSummary: Bool

  init(isQuiet: Bool = false, _ format: LogFormat = .text, isSummary: Bool = false) {
    self.isQuiet = isQuiet
    self.isSummary = isSummary
    log = format == .json ? Log(isQuiet: isQuiet, isSummary: isSummary) : nil
    isTerminal = Stream.errors.isTerminal
    let environment = Environment.process
    hasColour = isTerminal && environment["NO_COLOR"] == nil && environment["TERM"] != "dumb"
  }

  /// Prints a result.
  func print(_ text: String) throws(OutputError) { try printVerbatim(text.visible + "\n") }

  /// Prints a result exactly as it is, unless a terminal would obey it.
  func printVerbatim(_ text: String) throws(OutputError) {
    let text = Stream.output.isTerminal ? text.visible : text
    if let reason = Stream.output.write(text) { throw OutputError(reason: reason) }
  }

  /// Writes to standard error what people read; `overwrites` what stands in the line if it is a terminal's.
  private func write(_ text: String, end: String = "\n", overwrites: Bool = false) {
    _ = Stream.errors.write((overwrites && isTerminal ? "\r" : "") + text + end)
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
    if log == nil, !isQuiet || isSummary { write(text.visible) }
  }

  func warning(_ problem: any Diagnostic) {
    if let log { return log.warning(problem) }
    if !isSummary { write(coloured(problem.warning.visible, "warning:", "33")) }
  }

  func error(_ problem: any Diagnostic) {
    if let several = problem as? Faults { return several.all.forEach(error) }
    if let log { return log.error(problem) }
    write(coloured(problem.description.visible, "error:", "31"))
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
      // The start is printed only where the line can be overwritten.
      if isTerminal, !isQuiet { write(line(migration).visible, end: "") }
    case .finished(let migration, let time):
      if !isQuiet { write((line(migration) + " \(time) ms").visible, overwrites: true) }
    case .again(let again):
      if !isQuiet { write(again.text.visible, overwrites: true) }
    case .note(let text): say(text)
    case .failed(let problem): error(problem)
    case .notice(let text):
      // A warning of the database is printed even with --quiet.
      if !isQuiet || text.lowercased().hasPrefix("warning") && !isSummary {
        write("  \(text)".visible, overwrites: true)
      }
    case .said(_, let text):
      // The error of a failed hook includes its last line, even where this is not printed.
      if !isSummary { write(text) }
    }
  }

  private func line(_ migration: MigrationRun) -> String {
    (migration.isReverted ? "revert " : "") + migration.title + " …"
  }

  /// Colours the first occurrence of a word.
  private func coloured(_ text: String, _ word: String, _ colour: String) -> String {
    guard hasColour, let range = text.firstRange(of: word) else { return text }
    return text[..<range.lowerBound] + "\u{1B}[1;\(colour)m\(word)\u{1B}[0m" + text[range.upperBound...]
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
