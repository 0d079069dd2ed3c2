import Configuration
import Drivers

/// The check of the verb `session`.
extension DriverTest {
  /// Checks that a session answers as the verb `rows` does, after an error and after changes as well.
  func answers() throws -> Finding? {
    let session = ShellDriver(command: program.command, url: url, isReadOnly: false, timeout: 0)
    let queries = [table.read(), table.sql("tracker-locate"), table.read(["description": "null"])]
    func difference() throws -> Finding? {
      for query in queries {
        let (found, wanted) = (try session.rows(query), try driver.rows(query))
        guard found == wanted else {
          return .fault(
            "'session' answered \(TestTable.listed(found.flatMap { $0 }))\n"
              + "'rows' answered \(TestTable.listed(wanted.flatMap { $0 }))")
        }
      }
      return nil
    }
    if let difference = try difference() { return difference }
    guard session.hasSession else { return nil }
    do throws(DriverError) {
      _ = try session.rows(table.mistake)
      return .fault("an error in a session was ignored")
    } catch {
      guard error.kind == .refused else {
        return .fault("an error in a session was reported as \(error.kind): \(error.message)")
      }
    }
    if let difference = try difference() { return difference }
    try driver.run(table.stamp(15)) { _ in }
    if let difference = try difference() { return difference }
    return session.endSession() ? nil : .fault("its session did not end when its input ended")
  }
}
