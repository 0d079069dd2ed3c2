import Foundation
import Testing

@testable import Drivers

/// Programs that stand in for a driver, and note how they are called.
@Suite struct `A driver program` {
  private let folder: Folder

  init() throws { folder = try Folder() }

  /// A session that repeats each query and some text before it, and ends as the query says.
  private static let session = #"""
    session)
      printf 'format\trows\nbegin\tthe next\\nis\nend\tdone :step\nready\n'
      while read -r line; do
        case $line in
        done*) echo "rung step ${line#done }" ;;
        fail) printf 'line 7: wrong\nvery' >&2; exit 3 ;;
        leave) exit 0 ;;
        die) kill -s KILL $$ ;;
        many) head -c 1000000 /dev/zero | tr '\0' x; echo ;;
        later) [ -e later ] || { : >later; exit 75; }; echo now ;;
        *) printf '%s\n' "$line" ;;
        esac
      done
      note ended
      ;;
    """#

  /// The driver of a program that answers each call of `rows` with the query, and other verbs as it is written.
  private func driver(_ others: String, keepsClient: Bool = true) throws -> ShellDriver {
    let program = #"""
      cd "$0" || exit
      note() { echo "$1" >>notes; }
      note "$1"
      case $1 in
      rows) cat ;;
      run) cat >/dev/null ;;
      \#(others)
      *) exit 64 ;;
      esac
      """#
    return ShellDriver(
      command: ["/bin/sh", "-c", program, folder[""]], url: try DatabaseURL("toy://h/d", relativeTo: "."),
      isReadOnly: false, timeout: 1_000, keepsClient: keepsClient)
  }

  /// The verbs with which the program was called, and the ends of its sessions.
  private var notes: [String] {
    let text = (try? String(contentsOfFile: folder["notes"], encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }

  @Test(arguments: [
    "", "session) echo hello ;;", #"session) printf 'format\thtml\nend\t\nready\n' ;;"#,
    #"session) printf 'format\trows\nready\n'; cat ;;"#, "*) exit 1 ;;",
  ])
  func `without a session is called for each query`(other: String) throws {
    let driver = try driver(other)
    #expect(try driver.rows("a\n") == [["a"]])
    #expect(try driver.rows("b\n") == [["b"]])
    #expect(notes == ["session", "rows", "rows"])
  }

  @Test func `is not asked for a session that is not wanted`() throws {
    #expect(try driver(`A driver program`.session, keepsClient: false).rows("a\n") == [["a"]])
    #expect(notes == ["rows"])
  }

  @Test func `answers all queries in one session`() throws {
    let driver = try driver(`A driver program`.session)
    for (query, row) in [("a", ["a"]), (#"\N"# + "\t" + #"\t"#, [nil, "\t"]), ("", [""])] {
      #expect(try driver.rows(query) == [["the next"], ["is"], row])
    }
    #expect(notes == ["session"])
  }

  @Test func `may answer before it has read everything`() throws {
    let driver = try driver(`A driver program`.session)
    let queries = "many\nmany\n" + String(repeating: "x", count: 100_000)
    #expect(try driver.rows(queries).map { $0[0]?.count } == [8, 2, 1_000_000, 1_000_000, 100_000])
  }

  @Test func `has ended its session before it is called in another way`() throws {
    let driver = try driver(`A driver program`.session)
    _ = try driver.rows("a")
    try driver.run("x")
    _ = try driver.rows("a")
    #expect(try driver.dump(hasData: false, isCompared: false, without: []) == nil)
    #expect(notes == ["session", "ended", "run", "session", "ended", "dump"])
  }

  @Test func `has ended its session when its driver is released`() throws {
    var driver: ShellDriver? = try driver(`A driver program`.session)
    _ = try driver?.rows("a")
    driver = nil
    #expect(notes == ["session", "ended"])
  }

  @Test func `has another session after an error`() throws {
    let driver = try driver(`A driver program`.session)
    let error = #expect(throws: DriverError.self) { try driver.rows("fail") }
    #expect(error?.kind == .constraint && error?.message == "wrong")
    #expect(try driver.rows("b").last == ["b"])
    #expect(notes == ["session", "session"])
  }

  @Test(arguments: ["die", "leave"]) func `is asked again if its session was lost between queries`(
    end: String
  ) throws {
    let loss = "[ -e lost ] || { : >lost; \(end == "die" ? "kill -s KILL $$" : "exit 0"); } ;;"
    let session = `A driver program`.session.replacing("${line#done }\" ;;", with: "${line#done }\"; \(loss)")
    let driver = try driver(session)
    #expect(try driver.rows("a").last == ["a"])
    #expect(try driver.rows("b").last == ["b"])
    #expect(notes == ["session", "session"])
  }

  @Test(arguments: ["die", "leave"]) func `is not asked for ever`(end: String) throws {
    let driver = try driver(`A driver program`.session)
    #expect(throws: DriverError.self) { try driver.rows(end) }
    #expect(notes == ["session"])
    _ = try driver.rows("a")
    #expect(throws: DriverError.self) { try driver.rows(end) }
    #expect(notes == ["session", "session", "session"])
  }

  @Test func `is asked again while something is locked`() throws {
    #expect(try driver(`A driver program`.session).rows("later").last == ["now"])
    #expect(notes == ["session", "session", "ended"])
  }
}
