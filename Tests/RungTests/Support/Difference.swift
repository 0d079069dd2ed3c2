import Testing

/// Expects two texts to be equal; only what differs is shown.
func expectSame(
  _ actual: String, _ expected: String, _ comment: String = "", at location: SourceLocation = #_sourceLocation
) throws {
  guard actual != expected else { return }
  let scratch = try Scratch()
  try scratch.write("expected", expected)
  try scratch.write("actual", actual)
  let difference = try scratch.sh("diff -u expected actual | head -n 60").output
  Issue.record("\(comment)\n\(difference)", sourceLocation: location)
}
