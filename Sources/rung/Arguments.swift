/// The command line as the parser understands it.
enum Arguments {
  /// Steps down such as `-1` look like options; they are moved behind `--`, to the end.
  static func parsable(_ words: ArraySlice<String>) -> [String] {
    guard !words.contains("--") else { return Array(words) }
    let steps = words.filter { isSteps($0) }
    return steps.isEmpty ? Array(words) : words.filter { !isSteps($0) } + ["--"] + steps
  }

  private static func isSteps(_ word: String) -> Bool {
    word.hasPrefix("-") && word.count > 1 && word.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
  }
}
