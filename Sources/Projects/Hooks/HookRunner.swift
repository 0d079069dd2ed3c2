import Configuration
import Diagnostics
import Drivers
import Migrations
import System

/// The caller of a run's hooks.
package final class HookRunner {
  private let project: Project
  private let hooks: Hooks?
  private let tell: (Event) -> Void
  private let group = ProcessGroup()
  private var call: HookCall
  /// The time when the run began; nil before that.
  private var start: ContinuousClock.Instant?

  /// - Parameters:
  ///   - project: the project whose hooks are called.
  ///   - isOn: whether hooks are called at all.
  ///   - tell: receives the lines that hooks print.
  package init(_ project: Project, isOn: Bool, tell: @escaping (Event) -> Void) {
    self.project = project
    self.tell = tell
    hooks = isOn ? project.settings.hooks : nil
    call = HookCall(project)
  }

  /// Whether a hook runs between one migration and the next.
  package var separatesMigrations: Bool { hooks?.programs.keys.contains(where: \.isOfMigration) ?? false }

  /// Calls the hook before the run, when something is about to be sent.
  ///
  /// - Throws: ``HookFailure``; nothing has been sent then.
  package func begin(_ script: Script, at revision: String?) throws {
    guard start == nil else { return }
    call.command = script.verb
    var call = call
    call.revision = revision
    call.migrations = runs(script.sections)
    try run(.beforeRun, call)
    start = .now
  }

  /// Calls the hook before migrations that are committed together.
  ///
  /// - Throws: ``HookFailure``; none of them has begun then.
  package func before(_ sections: [Script.Section]) throws {
    for migration in runs(sections) {
      var call = call
      call.migration = migration
      try run(.beforeMigration, call)
    }
  }

  /// Calls the hook after migrations that are done and have their rows.
  ///
  /// - Throws: ``HookFailure``; nothing more may be sent then.
  package func after(_ sections: [(section: Script.Section, milliseconds: Int)]) throws {
    for (section, milliseconds) in sections {
      guard let migration = runs([section]).first else { continue }
      var call = call
      (call.migration, call.status, call.milliseconds) = (migration, "complete", milliseconds)
      try run(.afterMigration, call)
    }
  }

  /// Calls the hook after the run, if the run had begun, whether it succeeded or failed.
  ///
  /// - Returns: the hook's failure; nil if it succeeded.
  package func end(_ outcome: Outcome, _ error: (any Error)? = nil) -> HookFailure? {
    guard let start else { return nil }
    self.start = nil
    var call = call
    call.revision = outcome.after
    call.migrations = outcome.migrations.map { $0.seen(from: project.settings.hooks.folder) }
    call.status = error == nil && outcome.failed.isEmpty ? "complete" : "failed"
    call.milliseconds = start.duration(to: .now).milliseconds
    call.error = error.map { ($0 as? any Diagnostic)?.message ?? "\($0)" }
    do throws(HookFailure) {
      try run(.afterRun, call)
      return nil
    } catch {
      return error
    }
  }

  private func runs(_ sections: [Script.Section]) -> [MigrationRun] {
    sections.compactMap { MigrationRun($0)?.seen(from: project.settings.hooks.folder) }
  }

  /// A shell that changes the folder, then replaces itself with the shell that runs the program.
  private static let shell = ["/bin/sh", "-c", #"CDPATH= cd -- "$1" && exec /bin/sh -c "$2""#, "sh"]

  private func run(_ hook: Hook, _ call: HookCall) throws(HookFailure) {
    guard let hooks, let program = hooks.programs[hook] else { return }
    var call = call
    call.hook = hook.rawValue
    let json = (try? call.json()) ?? ""
    let called = Program(
      HookRunner.shell + [hooks.folder, program], variables: call.environment, input: json + "\n",
      limit: hooks.timeout?.count, endsWithProcess: true, mixesErrors: true)
    var last: String?
    func follow(_ started: (ProcessNumber) -> Void) -> Program.Ending? {
      called.run(
        line: { line in
          if !line.allSatisfy(\.isWhitespace) { last = line }
          tell(.said(hook, line))
        }, started: started)
    }
    let end = called.limit == nil ? follow { _ in } : group.guarding(follow)
    guard let end, end.status == 0, !end.isLate else {
      throw HookFailure(
        of: hook, program: program, end: end, last: last, migration: call.migration,
        origin: project.settings.origin(of: hook.key), limit: hooks.timeout)
    }
  }
}
