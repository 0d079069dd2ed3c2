import Configuration
import Diagnostics
import Drivers
import System

/// The commands that prepare a folder for Rung, without changing existing files.
package struct Initializer {
  /// The result for each file or folder.
  package enum Act: Sendable, Equatable {
    case made(String)
    case kept(String)
    /// An existing Makefile that does not include `rung.mk` yet.
    case toInclude(String)
    /// An existing Makefile with its own rules for names that `rung.mk` uses.
    case taken(String, names: [String])
    /// An existing settings file that names another folder of migrations.
    case toConfigure(String, folder: String)
  }

  /// The folder of migrations, unless another one is named.
  package static let standardFolder = "migrations"

  /// Creates the folder of migrations, `rung.toml`, `rung.mk` and, if there is none, a Makefile that includes
  /// it.
  ///
  /// - Parameters:
  ///   - folder: the folder to prepare; `.` for this one.
  ///   - migrations: the folder of migrations.
  /// - Returns: the result for each, in order.
  /// - Throws: ``FileError`` if something cannot be written.
  package static func run(in folder: String = ".", migrations: String) throws -> [Act] {
    var acts: [Act] = []
    if Path.isFolder(migrations) {
      acts.append(.kept(migrations))
    } else {
      try Path.createFolder(migrations)
      acts.append(.made(migrations))
    }
    for name in ["rung.toml", "rung.mk"] { acts.append(try write(name, in: folder, migrations: migrations)) }
    let settings = Path.join(folder, "rung.toml")
    if acts.contains(.kept(settings)) {
      var flags = Settings.Flags()
      flags.config = settings
      // Other commands report settings that cannot be read.
      let known = try? Settings(flags, .process).folders.map(\.path)
      if let known, !known.map(Path.resolved).contains(Path.resolved(migrations)) {
        acts.append(.toConfigure(settings, folder: migrations))
      }
    }
    let makefile = ["GNUmakefile", "makefile", "Makefile"].map { Path.join(folder, $0) }.first(
      where: Path.exists)
    guard let makefile else { return acts + [try write("Makefile", in: folder)] }
    let text = String(decoding: try Path.bytes(of: makefile), as: UTF8.self)
    let includes = text.split(separator: "\n").contains { $0.hasPrefix("include") && $0.contains("rung.mk") }
    let taken = ruleNames.filter { name in
      text.split(separator: "\n").contains { line in
        guard line.hasPrefix(name), let colon = line.firstIndex(of: ":") else { return false }
        return line[..<colon].split(separator: " ").contains { $0 == name }
      }
    }
    return acts + [includes ? .kept(makefile) : .toInclude(makefile)]
      + (taken.isEmpty ? [] : [.taken(makefile, names: taken)])
  }

  /// The names for which `rung.mk` has rules.
  private static let ruleNames = [
    "migrate", "migrate-status", "migrate-down", "migrate-dry-run", "migrate-new",
  ]

  /// Creates a program and a dialect for another database, to be completed by the user.
  ///
  /// - Parameter name: the scheme of its URLs.
  /// - Returns: the result for each file.
  /// - Throws: ``NeedlessDriver`` if the program would never be called, ``FileError`` if something cannot be
  ///   written.
  package static func driver(_ name: String) throws -> [Act] {
    if DatabaseURL.ownSchemes.contains(name) { throw NeedlessDriver.begun(name) }
    return try Resources().templates(in: "driver").map { template in
      let isProgram = template.name == "rung-driver"
      let folder = isProgram ? "bin" : "sql/dialects/\(name)"
      let path = isProgram ? DriverProgram.path(name) : "\(folder)/\(template.name)"
      if Path.exists(path) { return .kept(path) }
      try Path.createFolder(folder)
      try Path.create(path, template.text.text.replacing("DRIVER", with: name), isProgram: isProgram)
      return .made(path)
    }
  }

  private static func write(
    _ name: String, in folder: String, migrations: String = standardFolder
  ) throws -> Act {
    let path = Path.join(folder, name)
    if Path.exists(path) { return .kept(path) }
    // The text is escaped for TOML's double quotes.
    let quoted = migrations.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    for template in Resources().templates(in: "init") where template.name == name {
      try Path.create(path, template.text.text.replacing("\"\(standardFolder)\"", with: "\"\(quoted)\""))
    }
    return .made(path)
  }
}
