/// Several problems reported together, so that the user can fix them all at once.
public struct Faults: Diagnostic {
  /// The problems in the order in which they were found; never empty once thrown.
  public private(set) var all: [any Diagnostic] = []

  package init() {}

  package init(_ all: [any Diagnostic]) { self.all = all }

  /// Runs the work, and collects its problems.
  ///
  /// - Returns: the result of the work; nil if it failed.
  /// - Throws: only errors that are not a ``Diagnostic``.
  @discardableResult
  package mutating func collect<Result>(_ work: () throws -> Result) throws -> Result? {
    do {
      return try work()
    } catch let several as Faults {
      append(contentsOf: several)
    } catch let problem as any Diagnostic {
      append(contentsOf: Faults([problem]))
    }
    return nil
  }

  /// Adds a problem, unless there are so many that nobody would read it; its place is found only if it is
  /// added.
  package mutating func append(_ problem: @autoclosure () -> any Diagnostic) {
    if all.count < Faults.limit { all.append(problem()) }
  }

  private static let limit = 100

  /// Adds problems, without those that are here already, such as a variable that two files need.
  package mutating func append(contentsOf others: Faults) {
    let known = Set(all.map { "\($0)" })
    all += others.all.filter { !known.contains("\($0)") }
  }

  /// Throws what was collected, a single problem by itself.
  package func throwIfAny() throws {
    if all.count > 1 { throw self }
    if let problem = all.first { throw problem }
  }

  public var message: String { all.map(\.message).joined(separator: "; ") }
  public var description: String { all.map(\.description).joined(separator: "\n") }
  public var status: ExitStatus { all.first?.status ?? .failed }
}
