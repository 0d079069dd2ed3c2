import Diagnostics
import RungKit

/// What a command that failed leaves on standard output for machines.
struct Failed: Encodable {
  /// The first thing that was wrong, and all of them.
  let error: Fault
  let errors: [Fault]
  let exitStatus: Int32
  /// What had been done before, where that is known.
  var outcome: Outcome?

  private enum CodingKeys: String, CodingKey { case error, errors, exitStatus = "exit_status" }

  init(_ problem: any Diagnostic, _ outcome: Outcome? = nil) {
    errors = ((problem as? Faults)?.all ?? [problem]).map(Fault.init)
    error = errors.first ?? Fault(problem)
    exitStatus = problem.status.rawValue
    self.outcome = outcome
  }

  func encode(to encoder: any Encoder) throws {
    // What was done stands beside, under the keys that it has after success.
    try outcome?.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(error, forKey: .error)
    try container.encode(errors, forKey: .errors)
    try container.encode(exitStatus, forKey: .exitStatus)
  }
}
