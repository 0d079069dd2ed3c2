import Diagnostics

private import CPCRE2

/// A PCRE2 pattern, with the memory that its matches need.
///
/// Compiling a pattern to machine code takes as long as searching half a kilobyte without. Only a pattern
/// that searches more is compiled: those of the migrations, not those of the settings.
///
/// Texts and offsets are UTF-8 bytes. A Swift string is always valid UTF-8, so PCRE2's check on each call,
/// which reads the whole text, is turned off.
/// https://www.pcre.org/current/doc/html/pcre2jit.html
package final class Pattern {
  private let handle: CompiledPattern
  /// How many bytes the pattern still searches before it is compiled to machine code; 0 once it is.
  private var bytesUntilCompiled = 512
  /// The number of groups in the last match, with the whole match.
  private var count = 0

  /// Compiles a pattern in PCRE2's syntax and extended mode, which ignores blanks and `#` comments.
  ///
  /// - Parameters:
  ///   - source: the pattern.
  ///   - options: how PCRE2 matches it.
  /// - Throws: ``PatternError`` for a fault in the pattern itself.
  package init(_ source: String, _ options: Options = []) throws(PatternError) {
    handle = try CompiledPattern(source, options)
  }

  package struct Options: OptionSet, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }
    /// Letters match in upper and lower case.
    package static let caseless = Options(rawValue: 1)
    /// Matches characters instead of bytes, for patterns that must follow Unicode's own rules.
    package static let unicode = Options(rawValue: 2)
  }

  /// The first match that starts at or after an offset.
  ///
  /// - Parameters:
  ///   - text: the text to search; `^` and look-behind also see the part before `offset`.
  ///   - offset: where to start, in UTF-8 bytes.
  /// - Returns: nil if nothing matches.
  /// - Throws: ``PatternError`` if PCRE2 gives up at a memory limit.
  package func firstMatch(in text: Substring, from offset: Int = 0) throws(PatternError) -> Match? {
    try search(text, from: offset) ? match(in: text) : nil
  }

  /// Searches as ``firstMatch(in:from:)`` does, without the cost of a ``Match``.
  ///
  /// - Returns: whether there is a match, whose ranges ``found(_:)`` has until the next search.
  func search(_ text: Substring, from offset: Int) throws(PatternError) -> Bool {
    if bytesUntilCompiled > 0, text.utf8.count - offset >= bytesUntilCompiled { try compile() }
    count = try handle.search(text, from: offset)
    if bytesUntilCompiled > 0 {
      bytesUntilCompiled -= (found(0)?.upperBound ?? text.utf8.count) - offset
      if bytesUntilCompiled <= 0 { try compile() }
    }
    return count > 0
  }

  /// The range that a group matched in the last search, or nil if it did not take part.
  func found(_ group: Int) -> Range<Int>? { group < count ? handle.range(of: group) : nil }

  /// The first match in a whole text.
  package func firstMatch(in text: String, from offset: Int = 0) throws(PatternError) -> Match? {
    try firstMatch(in: text[...], from: offset)
  }

  private func compile() throws(PatternError) {
    bytesUntilCompiled = 0
    try handle.compile()
  }

  /// All matches in order, without overlaps.
  package func matches(in text: Substring) throws(PatternError) -> [Match] {
    try all(in: text) { _ in match(in: text) }
  }

  /// The ranges of all matches in a whole text, in order, without overlaps.
  package func ranges(in text: String) throws(PatternError) -> [Range<Int>] { try all(in: text[...]) { $0 } }

  /// What is made of each match, in order, without overlaps.
  private func all<Result>(
    in text: Substring, _ make: (Range<Int>) -> Result
  ) throws(PatternError) -> [Result] {
    var results: [Result] = []
    var offset = 0
    while offset <= text.utf8.count, try search(text, from: offset), let range = found(0) {
      results.append(make(range))
      offset = max(range.upperBound, range.lowerBound + 1)
    }
    return results
  }

  /// The match that the last search has found.
  private func match(in text: Substring) -> Match { Match((0..<count).map(found), handle.names, in: text) }

  /// All matches in a whole text.
  package func matches(in text: String) throws(PatternError) -> [Match] { try matches(in: text[...]) }

  /// The number of a named group, for loops where ``Match/subscript(_:)-(String)`` would be too slow.
  func number(of group: String) -> Int? { handle.names[group] }
}

/// One match of a pattern, as UTF-8 offsets.
package struct Match: Sendable {
  private let names: [String: Int]
  private let text: Substring
  /// The range of the whole match.
  package var range: Range<Int> { groups[0] ?? 0..<0 }
  /// The ranges of the groups, 0 for the whole match; groups after the last one that matched are left out.
  package let groups: [Range<Int>?]

  /// The range that a group matched, or nil if it did not take part.
  package subscript(group: Int) -> Range<Int>? { groups.indices.contains(group) ? groups[group] : nil }

  /// The range that a named group matched, or nil if it did not take part.
  package subscript(name: String) -> Range<Int>? { names[name].flatMap { self[$0] } }

  /// The text that a named group matched, or nil if it did not take part.
  package func text(_ name: String) -> String? { self[name].map { String(text[utf8Range: $0]) } }

  fileprivate init(_ groups: [Range<Int>?], _ names: [String: Int], in text: Substring) {
    self.groups = groups
    self.names = names
    self.text = text
  }
}

/// A fault in one of Rung's patterns, or a limit of PCRE2 that a text exceeded.
package struct PatternError: Diagnostic {
  package let message: String
  package let cause: String?
  package var status: ExitStatus { .software }

  init(_ message: String, code: Int32) {
    self.message = message
    var buffer = [UInt8](repeating: 0, count: 256)
    pcre2_get_error_message_8(code, &buffer, buffer.count)
    cause = String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
  }
}

/// The owner of PCRE2's memory for one pattern, which it frees when its lifetime ends.
private struct CompiledPattern: ~Copyable {
  /// The numbers of the named groups.
  let names: [String: Int]
  private let code: OpaquePointer
  private let data: OpaquePointer
  private let context: OpaquePointer
  private let stack: OpaquePointer

  /// The stack for compiled matches in bytes; the default of 32 KiB is too small for deeply nested comments.
  private static let stackLimit = 16 << 20

  init(_ source: String, _ options: Pattern.Options) throws(PatternError) {
    var error: Int32 = 0
    var place = 0
    var flags = PCRE2_EXTENDED | PCRE2_MULTILINE | UInt32(PCRE2_NEVER_BACKSLASH_C)
    if options.contains(.caseless) { flags |= PCRE2_CASELESS }
    if options.contains(.unicode) { flags |= PCRE2_UTF }
    let settings = pcre2_compile_context_create_8(nil)
    defer { pcre2_compile_context_free_8(settings) }
    // `.` and `$` must stop only at a line feed, however PCRE2 was built.
    pcre2_set_newline_8(settings, UInt32(PCRE2_NEWLINE_LF))
    guard let code = pcre2_compile_8(source, source.utf8.count, flags, &error, &place, settings) else {
      throw PatternError("pattern is wrong at byte \(place)", code: error)
    }
    guard let data = pcre2_match_data_create_from_pattern_8(code, nil),
      let context = pcre2_match_context_create_8(nil),
      let stack = pcre2_jit_stack_create_8(32 << 10, CompiledPattern.stackLimit, nil)
    else {
      pcre2_code_free_8(code)
      throw PatternError("pattern cannot be prepared", code: PCRE2_ERROR_NOMEMORY)
    }
    pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(stack))
    names = CompiledPattern.names(of: code)
    self.code = code
    self.data = data
    self.context = context
    self.stack = stack
  }

  /// Makes later matches use machine code, unless PCRE2 was built without its compiler.
  func compile() throws(PatternError) {
    let compiled = pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE))
    guard compiled == 0 || compiled == PCRE2_ERROR_JIT_BADOPTION else {
      throw PatternError("pattern cannot be prepared", code: compiled)
    }
  }

  deinit {
    pcre2_match_data_free_8(data)
    pcre2_match_context_free_8(context)
    pcre2_jit_stack_free_8(stack)
    pcre2_code_free_8(code)
  }

  /// Reads PCRE2's name table, whose entries have one size: a number in two bytes and a zero-terminated name.
  /// https://www.pcre.org/current/doc/html/pcre2api.html#infoaboutpattern
  private static func names(of code: OpaquePointer) -> [String: Int] {
    var (count, size) = (0 as UInt32, 0 as UInt32)
    var table: UnsafePointer<UInt8>?
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMECOUNT), &count)
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMEENTRYSIZE), &size)
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMETABLE), &table)
    guard let table else { return [:] }
    let entries = (0..<Int(count)).map { table + $0 * Int(size) }
    return Dictionary(
      entries.map { (String(cString: $0 + 2), Int($0[0]) << 8 | Int($0[1])) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Searches a text.
  ///
  /// - Returns: the number of groups in the match, with the whole match and without those after the last one
  ///   that matched; 0 if nothing matches.
  func search(_ text: Substring, from offset: Int) throws(PatternError) -> Int {
    var text = text
    let count = text.withUTF8 { bytes in
      // An empty buffer may have no address, but PCRE2 needs one.
      withUnsafePointer(to: 0 as UInt8) { none in
        pcre2_match_8(
          code, bytes.baseAddress ?? none, bytes.count, offset, UInt32(PCRE2_NO_UTF_CHECK), data, context)
      }
    }
    if count == PCRE2_ERROR_NOMATCH { return 0 }
    guard count > 0 else { throw PatternError("text cannot be searched", code: count) }
    return Int(count)
  }

  /// The range of a group in the last match, or nil if it did not take part.
  func range(of group: Int) -> Range<Int>? {
    // An unset group has the offset PCRE2_UNSET, which Swift reads as -1.
    guard let offsets = pcre2_get_ovector_pointer_8(data), offsets[2 * group] >= 0 else { return nil }
    return offsets[2 * group]..<offsets[2 * group + 1]
  }
}

extension Pattern {
  /// The version of PCRE2 at run time.
  package static var libraryVersion: String {
    var buffer = [UInt8](repeating: 0, count: 64)
    pcre2_config_8(UInt32(PCRE2_CONFIG_VERSION), &buffer)
    return String(decoding: buffer.prefix { $0 != 0 && $0 != UInt8(ascii: " ") }, as: UTF8.self)
  }
}
