import Configuration
import Diagnostics
import FlyingFox
import Foundation
import Projects
import RungKit

// Before the first request is answered, the database is as the files say. Any number of servers may start at
// once: one of them migrates, and the others wait for it.

/// What is told to whoever runs the server.
func tell(_ event: Event) {
  switch event {
  case .finished(let work, let milliseconds): print("migrated \(work.title) in \(milliseconds) ms")
  case .waiting(let other, let holder): print("waiting for \(holder ?? other.rawValue)")
  case .again(let again): print("'\(again.version)' waited for a lock; trying again in \(again.pause) s")
  case .warning(let problem), .failed(let problem): print(problem.warning)
  case .started, .advanced, .note, .notice, .said: break
  }
}

let settings: Settings
do {
  // 'rung.toml' in this folder or above it, and RUNG_* variables, as for the command line.
  settings = try Settings(Settings.Flags(), .process)
  let outcome = try Run(Project(settings), tell: tell).upgrade(to: "head")
  print("\(outcome.database) is at \(outcome.after ?? "base")")
} catch let problem as any Diagnostic {
  print(problem)
  exit(problem.status.rawValue)
}

let port = CommandLine.arguments.dropFirst().first.flatMap { UInt16($0) } ?? 8080
let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: port))
await server.appendRoute("GET /status") { [settings] _ in
  let status = try Status(Project(settings))
  let lines = status.entries.map { "\($0.state.rawValue) \($0.version) \($0.description)\n" }
  return HTTPResponse(statusCode: .ok, body: Data(lines.joined().utf8))
}
print("listening on port \(port)")
fflush(nil)
try await server.run()
