import Foundation
import Testing

/// `rung drivers test` finds what is wrong with drivers that are broken on purpose.
@Suite struct `The test for drivers` {
  /// The titles of checks that do not hold, for each of the programs in `Tests/DriverScripts/broken`.
  static let faults = [
    "hides-lost-databases": ["reports that its client was killed", "reports a missing database"],
    "hides-steps-of-failures": ["stops at the first error and reports its place"],
    "leaves-its-client": ["stops its client when it is stopped"],
    "loses-carriage-returns": ["returns stored text unchanged"],
    "loses-empty-texts": ["returns stored text unchanged"],
    "makes-what-it-looks-at": ["creates nothing when it only reads"],
    "takes-locks-for-errors": ["reports a lock held elsewhere, and leaves no lock behind"],
  ]

  /// The words for programs whose sessions are broken.
  static let sessionFaults = [
    "keeps-its-snapshot": "'rows' answered", "outlives-its-input": "did not end when its input ended",
  ]

  @Test(arguments: faults.keys.sorted()) func `finds a driver that`(program: String) throws {
    let (ran, broken) = try tested("sqlite3:app.db", as: "sqlite3", program)
    #expect(ran.status == 1 && broken == `The test for drivers`.faults[program], "\(ran.output)")
    let note = "it reported no line: errors will name only the step"
    #expect(ran.output.contains(note) == (program == "takes-locks-for-errors"), "\(ran.output)")
  }

  @Test func `has a broken program for each fault`() throws {
    let folder = Place.root.appending(path: "Tests/DriverScripts/broken").path()
    let programs = try FileManager.default.contentsOfDirectory(atPath: folder)
    let faults = `The test for drivers`.faults.keys.sorted() + `The test for drivers`.sessionFaults.keys
    #expect(Set(programs) == Set(faults))
  }

  @Test(arguments: sessionFaults.keys.sorted()) func `finds a session of a driver that`(
    program: String
  ) throws {
    let (ran, broken) = try testedOnServer(program)
    let words = try #require(`The test for drivers`.sessionFaults[program])
    #expect(broken == ["answers queries one after another"] && ran.output.contains(words), "\(ran.output)")
  }

  @Test func `finds a driver of a server that tells locks as errors`() throws {
    let (ran, broken) = try testedOnServer("takes-locks-for-errors")
    #expect(broken == ["reports a lock held elsewhere, and leaves no lock behind"], "\(ran.output)")
    #expect(ran.output.contains("was reported as refused: another run holds the lock"), "\(ran.output)")
  }

  @Test func `finds a driver of a server that tells what is lost as done`() throws {
    let (ran, broken) = try testedOnServer("hides-lost-databases")
    let wanted = [
      "reports that its client was killed", "reports a lock held elsewhere, and leaves no lock behind",
      "reports a missing database",
    ]
    #expect(broken == wanted, "\(ran.output)")
  }

  @Test func `finds a dialect whose lock keeps nobody out`() throws {
    let (ran, broken) = try testedOnServer(
      nil, dialect: "-- name: lock-acquire\nselect 1;\n-- name: lock-release\nselect 1;\n")
    #expect(broken == ["reports a lock held elsewhere, and leaves no lock behind"], "\(ran.output)")
    #expect(ran.output.contains("a second run has got the lock as well"), "\(ran.output)")
  }

  @Test func `asks for no transactions where the dialect says that there are none`() throws {
    let (ran, broken) = try tested("sqlite3:app.db", as: "sqlite3", nil, "-- transactions: no\n")
    #expect(ran.status == 0 && broken == [], "\(ran.output)")
    #expect(ran.output.contains("its dialect has no transactions"), "\(ran.output)")
  }

  // MARK: - Running it

  private func testedOnServer(_ program: String?, dialect: String? = nil) throws -> (Ending, [String]) {
    let scratch = try Scratch()
    let database = try PostgreSQLTestDatabase(scratch: scratch)
    return try tested("psql" + database.url.trimmingPrefix("postgresql"), as: "psql", program, dialect)
  }

  /// Tests a driver that ships, with a broken one in its place.
  ///
  /// - Returns: how that ended, and the titles of what does not hold.
  private func tested(
    _ url: String, as scheme: String, _ program: String?, _ dialect: String? = nil
  ) throws -> (Ending, [String]) {
    let scratch = try Scratch()
    let home = scratch.file("home")
    if let dialect { try scratch.write("home/sql/dialects/\(scheme)/zz.sql", dialect) }
    if let program {
      let broken = Place.root.appending(path: "Tests/DriverScripts/broken/\(program)").path()
      _ = try scratch.sh("mkdir -p home/bin && cp '\(broken)' home/bin/rung-driver-\(scheme)")
    }
    let sound = Place.root.appending(path: "bin/rung-driver-\(scheme)").path()
    let ran = try scratch.sh(
      "rung drivers test '\(url)'", ["RUNG_HOME": home, "DRIVER": sound], merged: true)
    let lines = ran.output.split(separator: "\n").filter { $0.hasPrefix("not ok  ") }
    return (ran, lines.map { String($0.dropFirst(8)) })
  }
}
