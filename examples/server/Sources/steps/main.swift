import Configuration
import Diagnostics
import Projects
import RungKit

// 1. Settings: 'rung.toml' in this folder or above it, RUNG_* variables, and what is said here.
var flags = Settings.Flags()
flags.database = "sqlite:app.db"
let settings = try Settings(flags, .process)

// 2. A project: its files are read, the database is not touched.
let project = try Project(settings)

// 3. A plan: what would run, and the very script.
var options = Run.Options()
options.dryRun = true
let plan = try Run(project, options).upgrade(to: "head")
for migration in plan.planned { print(migration.version, migration.description) }
print(plan.script ?? "nothing to do")

// 4. The run, and what it tells.
let outcome = try Run(project) { event in
  if case .finished(let work, let milliseconds) = event { print(work.title, milliseconds) }
}.upgrade(to: "head")
print("\(outcome.database) is at \(outcome.after ?? "base")")
