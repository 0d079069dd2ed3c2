import Diagnostics
import Configuration
import Drivers
import Migrations
import SQLText
import System

/// The checks in which the processes that run a script are stopped, lost or held.
extension DriverTest {
  /// Checks that a program that receives a stop signal with its group, as by Ctrl-C, also ends its client.
  func stopped() throws -> Finding? {
    let (before, client) = (try rows().count, program.about?.client)
    var clients: [ProcessNumber] = []
    let tried = try interrupt(table.stamp(3000), table.stamps(3001..<4500)) { head in
      clients = DriverTest.processes(below: head, called: client)
      Processes.send(.stop, toGroupOf: head)
    }
    let survivors = DriverTest.remaining(of: clients)
    for survivor in survivors { Processes.send(.kill, to: survivor) }
    let came = try countAtRest() - before
    guard tried.wasRunning else { return DriverTest.notTried }
    return survivors.isEmpty && came < 1500
      ? nil : .fault("it was stopped, but its client continued the script")
  }

  /// Checks that a client that was killed is reported as lost, and that its transaction is rolled back.
  func lost() throws -> Finding? {
    let client = program.about?.client
    var clients: [ProcessNumber] = []
    let script = table.stamps(6001..<10_000) + table.sql("transaction-commit")
    let tried = try interrupt(table.sql("transaction-begin") + table.stamp(6000), script) { head in
      clients = DriverTest.processes(below: head, called: client)
      for client in clients { Processes.send(.kill, to: client) }
    }
    guard tried.wasRunning else { return DriverTest.notTried }
    if clients.isEmpty { return .note("not tried: no process of the driver has the client's name") }
    guard let error = tried.error else {
      return .fault("its client was killed, and it said that all was done")
    }
    if error.kind != .unavailable {
      return .fault("a client that was killed was reported as \(error.kind): \(error.message)")
    }
    return try hasTransactions && rows().contains { $0.name == TestTable.version(6000) }
      ? .fault("a row of a client that was killed in its transaction is there") : nil
  }

  /// Checks that a held run keeps the lock and its open transaction until it is killed.
  func locked() throws -> Finding? {
    let opening = table.sql("lock-acquire")
    func next(_ number: Int) -> String {
      opening + table.transaction(table.stamp(number)) + table.sql("lock-release")
    }
    var finding: Finding?
    let script = table.stamps(10_001..<14_000) + table.sql("transaction-commit")
    let step = opening + table.sql("transaction-begin") + table.stamp(10_000)
    let tried = try interrupt(step, script) { head in
      Processes.send(.hold, toGroupOf: head)
      finding = refusal(of: next(14_000))
      Processes.send(.kill, toGroupOf: head)
    }
    guard tried.wasRunning else { return DriverTest.notTried }
    if finding != nil { return finding }
    let patient = ShellDriver(command: program.command, url: url, isReadOnly: false, timeout: 10_000)
    do throws(DriverError) {
      try patient.run(next(14_001)) { _ in }
      return nil
    } catch {
      return .fault("what a run held that was killed is not free: \(error.message)")
    }
  }

  /// The fault in how a script is refused while another runs; without a lock, the script may succeed.
  private func refusal(of script: String) -> Finding? {
    let hasty = ShellDriver(command: program.command, url: url, isReadOnly: false, timeout: 0)
    do throws(DriverError) {
      try hasty.run(script) { _ in }
      return table.dialect.has("lock-acquire") ? .fault("a second run has got the lock as well") : nil
    } catch {
      return error.kind == .locked
        ? nil : .fault("a lock that somebody else has was reported as \(error.kind): \(error.message)")
    }
  }

  // MARK: - Processes

  private static let notTried = Finding.note("not tried: no step was reported while there was more to do")

  /// Runs a script, and acts on its processes at the end of its first step.
  ///
  /// - Parameters:
  ///   - step: the script up to that point.
  ///   - rest: the rest of the script, long enough to be interrupted.
  ///   - act: receives the process that leads their group.
  /// - Returns: whether the script was still running then, and how it ended.
  /// - Throws: ``DriverError`` if it did not reach that point.
  private func interrupt(
    _ step: String, _ rest: String, act: (ProcessNumber) -> Void
  ) throws(DriverError) -> (wasRunning: Bool, error: DriverError?) {
    var reported: [Int] = []
    do throws(DriverError) {
      try driver.run(apart: step + table.marker(0) + rest + table.marker(1)) { head, number in
        reported.append(number)
        if number == 0 { act(head) }
      }
      return (reported == [0], nil)
    } catch {
      if reported.isEmpty { throw error }
      return (reported == [0], error)
    }
  }

  /// The descendants of a process that run a program; empty if the system does not list processes.
  private static func processes(below head: ProcessNumber, called name: String?) -> [ProcessNumber] {
    let processes = DriverTest.processes()
    var below: Set = [head]
    while case let more = processes.filter({ below.contains($0.parent) && !below.contains($0.id) }),
      !more.isEmpty
    {
      below.formUnion(more.map(\.id))
    }
    return processes.filter { below.contains($0.id) && $0.words.contains(name?.lastPart ?? "") }.map(\.id)
  }

  /// All processes, with the first words of their command lines.
  private static func processes() -> [(id: ProcessNumber, parent: ProcessNumber, words: [String])] {
    let listed = Program(["ps", "-A", "-o", "pid=,ppid=,args="]).run()?.output ?? ""
    return listed.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: " ").map(String.init)
      guard parts.count > 2, let id = ProcessNumber(parts[0]), let parent = ProcessNumber(parts[1]) else {
        return nil
      }
      // If the first word is an interpreter, the second is the program's name. A dead process has only
      // brackets.
      return parts.last == "<defunct>" ? nil : (id, parent, parts[2...].prefix(2).map(\.lastPart))
    }
  }

  /// The processes that still exist after a while.
  private static func remaining(of processes: [ProcessNumber]) -> [ProcessNumber] {
    var left = processes
    for _ in 0..<20 where !left.isEmpty {
      Clock.pause(milliseconds: 250)
      let there = Set(DriverTest.processes().map(\.id))
      left = left.filter { there.contains($0) }
    }
    return left
  }

  /// The number of rows once no more arrive.
  private func countAtRest() throws -> Int {
    var count = -1
    for _ in 0..<60 {
      let now = try rows().count
      if now == count { break }
      count = now
      Clock.pause(milliseconds: 500)
    }
    return count
  }
}
