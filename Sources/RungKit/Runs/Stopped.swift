import Diagnostics
import Projects

extension Run {
  /// The error that stopped a run, with the outcome up to then.
  public struct Stopped: Diagnostic {
    public let problem: any Diagnostic
    public let outcome: Outcome

    public var message: String { problem.message }
    public var cause: String? { problem.cause }
    public var remedy: String? { problem.remedy }
    public var place: Place? { problem.place }
    public var status: ExitStatus { problem.status }
    public var description: String { problem.description }
  }
}
