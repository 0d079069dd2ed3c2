import Diagnostics
import Projects

/// The JSON that a failed command prints on standard output.
struct Failed: Encodable {
  /// The first error; `errors` has all of them.
  let error: Fault
  let errors: [Fault]
  let exitStatus: Int32
  /// The outcome before the failure, if it is known.
  var outcome: Outcome?

  private enum CodingKeys: String, CodingKey { case error, errors, exitStatus = "exit_status" }

  init(_ problem: any Diagnostic, _ outcome: Outcome? = nil) {
    errors = ((problem as? Faults)?.all ?? [problem]).map(Fault.init)
    error = errors.first ?? Fault(problem)
    exitStatus = problem.status.rawValue
    self.outcome = outcome
  }

  func encode(to encoder: any Encoder) throws {
    // The outcome's keys are on the same level as `error`, as they are after success.
    try outcome?.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(error, forKey: .error)
    try container.encode(errors, forKey: .errors)
    try container.encode(exitStatus, forKey: .exitStatus)
  }
}
