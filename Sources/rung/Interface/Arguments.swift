/// The command line in the form that the parser understands.
enum Arguments {
  /// Moves steps such as `-1`, which look like options, to the end, after `--`.
  ///
  /// It also moves options before the verb, as in 'rung --config FILE upgrade', to after it.
  static func parsable(_ typed: ArraySlice<String>) -> [String] {
    let words = verbFirst(typed)
    guard !words.contains("--") else { return words }
    let steps = words.filter { isSteps($0) }
    return steps.isEmpty ? words : words.filter { !isSteps($0) } + ["--"] + steps
  }

  /// The options of every command that reads settings.
  private static let common = ["--config", "-c", "--target", "-t", "--database", "-d"]

  private static func verbFirst(_ words: ArraySlice<String>) -> [String] {
    var (rest, options) = (words, [String]())
    while let word = rest.first {
      if common.contains(word), rest.count > 2 {
        options += rest.prefix(2)
        rest = rest.dropFirst(2)
      } else if common.contains(where: { $0.hasPrefix("--") && word.hasPrefix($0 + "=") }), rest.count > 1 {
        options.append(word)
        rest = rest.dropFirst()
      } else {
        break
      }
    }
    let end = rest.firstIndex(of: "--") ?? rest.endIndex
    return Array(rest[..<end]) + options + Array(rest[end...])
  }

  private static func isSteps(_ word: String) -> Bool {
    word.hasPrefix("-") && word.count > 1 && word.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
  }
}
