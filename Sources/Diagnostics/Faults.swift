/// Several things that are wrong, told together: whoever mends one of them need not come back for the next.
public struct Faults: Diagnostic {
  /// In the order in which they were found; never empty once it is thrown.
  public private(set) var all: [any Diagnostic] = []

  package init() {}

  package init(_ all: [any Diagnostic]) { self.all = all }

  /// Does some work, and takes down what is wrong with it.
  ///
  /// - Returns: what the work gives; nil when it failed.
  /// - Throws: only what cannot explain itself.
  @discardableResult
  package mutating func collect<Result>(_ work: () throws -> Result) throws -> Result? {
    do {
      return try work()
    } catch let several as Faults {
      all += several.all
    } catch let problem as any Diagnostic {
      all.append(problem)
    }
    return nil
  }

  package mutating func append(_ problem: any Diagnostic) { all.append(problem) }

  package mutating func append(contentsOf others: Faults) { all += others.all }

  /// - Throws: what was taken down, a single problem as it is.
  package func throwIfAny() throws {
    if all.count > 1 { throw self }
    if let problem = all.first { throw problem }
  }

  public var message: String { all.map(\.message).joined(separator: "; ") }
  public var description: String { all.map(\.description).joined(separator: "\n") }
  public var status: ExitStatus { all.first?.status ?? .failed }
}
