import ArgumentParser
import Diagnostics
import Projects
import RungKit
import System

/// The options for a plan that is reviewed before it runs.
struct PlanOptions: ParsableArguments {
  @Option(help: ArgumentHelp("With --dry-run, write the plan for review to this file.", valueName: "file"))
  var out: String?

  @Option(
    help: ArgumentHelp("Run this reviewed plan, or nothing if anything has changed.", valueName: "file"))
  var plan: String?

  @Option(help: ArgumentHelp("Run the plan with this digest, or nothing.", valueName: "sha256"))
  var expect: String?

  /// Whether the run is bound to what was approved.
  var isGiven: Bool { plan != nil || expect != nil }

  /// The run with what these options ask for.
  ///
  /// - Throws: any ``Diagnostic`` for a plan that cannot be read.
  func apply(to options: inout Run.Options, _ command: String) throws {
    options.makesPlan = out != nil
    options.command = command
    options.release = Version.number
    if let plan { options.approval = try Approval(file: plan) }
    if let expect { options.approval = Approval(digest: expect) }
  }

  /// - Throws: ``ValidationError`` for options that exclude each other.
  func validate(isDryRun: Bool) throws {
    if out != nil, !isDryRun { throw ValidationError("--out writes the plan of a dry run; add --dry-run") }
    if isDryRun, isGiven {
      throw ValidationError("--dry-run sends nothing that could have been approved; leave out one of the two")
    }
    if plan != nil, expect != nil { throw ValidationError("use --plan or --expect, not both") }
    if let expect, expect.utf8.count != 64 || !expect.allSatisfy(\.isHexDigit) {
      throw ValidationError("'\(expect)' is not a SHA-256; it has 64 hexadecimal digits")
    }
  }

  /// Writes the plan, if the run made one, and says so.
  ///
  /// - Returns: whether there was a plan.
  /// - Throws: ``FileError`` if it cannot be written.
  func write(_ outcome: Outcome, _ console: Console) throws -> Bool {
    guard let out, let plan = outcome.plan else { return false }
    try Path.replace(out, plan.text)
    console.conclude("wrote \(out): \(outcome.before ?? "base") to \(plan.end), sha256 \(plan.digest)")
    return true
  }
}
