import Diagnostics

/// A property that does not hold.
package struct Broken: Error, CustomStringConvertible {
  package let description: String
  init(_ description: String) { self.description = description }
}

/// Throws if a property does not hold.
func require(_ holds: Bool, _ property: @autoclosure () -> String) throws(Broken) {
  if !holds { throw Broken(property()) }
}

/// The result of work on hostile text, or nil if the text is refused.
///
/// A refusal must have a message, which is also made here, and must not be a fault in Rung itself.
func unlessRefused<Result>(_ work: () throws -> Result) throws -> Result? {
  do {
    return try work()
  } catch let broken as Broken {
    throw broken
  } catch let refusal as any Diagnostic {
    let report = refusal.description
    try require(refusal.status != .software, "Rung gives up: \(report)")
    try require(!refusal.message.isEmpty, "a refusal has no message")
    Features.note(error: refusal)
    return nil
  }
}
