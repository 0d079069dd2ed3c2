import Diagnostics

extension Run {
  /// What stopped a run, and what it had done before.
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
