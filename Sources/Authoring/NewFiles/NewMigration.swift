import Configuration
import Diagnostics
import Drivers
import Migrations
import SQLText
import System

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The new files of a migration in which the user writes SQL: one file, or as many as the profile has.
package struct NewMigration {
  /// The user's choices; nil leaves one to the settings.
  package struct Choice {
    package var format: MigrationFormat?
    package var profile: String?
    /// Whether versions are numbers rather than timestamps.
    package var isSequential: Bool?

    package init() {}
  }

  private let format: MigrationFormat
  private let isSequential: Bool
  private let templates: [(name: String, template: MigrationTemplate)]
  private let slug: String
  private let fields: [String: String]
  private let now = Date()

  /// Reads templates and settings, without writing.
  ///
  /// - Parameters:
  ///   - message: the description of the migration.
  ///   - choice: the user's choices.
  ///   - settings: the project's settings.
  ///   - environment: the variables that settings may name.
  ///   - own: a template to use instead of the profile's, and its additional fields.
  /// - Throws: ``SettingsError`` or ``ProfileError`` for an error in either.
  private init(
    _ message: String, _ choice: Choice, settings: Settings, environment: Environment,
    own: (template: MigrationTemplate, fields: [String: String])? = nil
  ) throws {
    let profile = try Profile(choice.profile ?? settings.profile, settings)
    // The settings only prefer a format; the command line requires it.
    let format =
      choice.format
      ?? (profile.templates[settings.defaultFormat] == nil ? profile.formats[0] : settings.defaultFormat)
    guard let templates = profile.templates[format] else {
      throw ProfileError(profile, without: format, settings)
    }
    self.format = own?.template.format ?? format
    self.templates = own.map { [("migration", $0.template)] } ?? templates
    isSequential = choice.isSequential ?? settings.isSequential
    let words = message.oneLine
    slug = Slug.ofFile(words)
    var fields: [String: String] = [:]
    for (name, value) in profile.manifest.variables {
      let place = SettingsError.Origin.file(profile.manifest.path ?? "", key: "variables.\(name)")
      fields[name] = try environment.resolved(value, place)
    }
    let title = settings.title == Settings.defaultTitle ? profile.manifest.title : nil
    fields.merge([
      "title": title ?? settings.title, "message": words, "description": words, "slug": slug,
      "created_at": now.formatted(.iso8601), "author": try Author.name(settings, environment),
      "adapter": settings.adapter, "project_slug": settings.projectSlug,
    ]) { $1 }
    self.fields = fields.mapValues(\.oneLine).merging(own?.fields ?? [:]) { $1 }
  }

  /// Writes the files, and returns their paths and a warning about them.
  ///
  /// - Throws: ``FileError`` if one cannot be written, and then none is kept; ``FieldError``,
  ///   ``SettingsError`` or ``ProfileError`` for a bad template.
  package static func create(
    _ message: String, _ choice: Choice, settings: Settings, environment: Environment
  ) throws -> (paths: [String], warning: (any Diagnostic)?) {
    try NewMigration(message, choice, settings: settings, environment: environment).create(settings)
  }

  /// Writes a file in SQL from a shipped template, and returns its path.
  ///
  /// - Parameters:
  ///   - message: the description of the migration.
  ///   - settings: the project's settings.
  ///   - environment: the variables that settings may name.
  ///   - path: the template, below `templates`.
  ///   - fields: its additional fields.
  /// - Returns: the path of the file; nil if there is no such template.
  /// - Throws: ``FileError`` if it cannot be written, ``FieldError`` for a bad template.
  static func create(
    _ message: String, settings: Settings, environment: Environment, from path: String,
    fields: [String: String]
  ) throws -> String? {
    guard let (text, _) = try Resources(templateFolders: settings.templateFolders).find(path) else {
      return nil
    }
    let template = MigrationTemplate(.sql, text, origin: text.path)
    return try NewMigration(
      message, Choice(), settings: settings, environment: environment, own: (template, fields)
    ).create(settings)
      .paths.first
  }

  private func create(_ settings: Settings) throws -> (paths: [String], warning: (any Diagnostic)?) {
    // A template that cannot be filled, or that makes no migration, is reported before a folder is created.
    try refuseUseless(settings)
    let folder = settings.scriptLocation
    let missing = Path.missing(folder)
    do {
      try Path.createFolder(folder)
      return try Path.locked(folder) { try write(into: folder, settings) }
    } catch {
      for folder in missing { try? Path.remove(folder) }
      throw error
    }
  }

  /// Refuses templates in SQL whose files no command could read.
  private func refuseUseless(_ settings: Settings) throws {
    let files = try files(from: freeTimes(besides: []))
    guard format == .sql else { return }
    let dialect = try Resources(sqlFolders: settings.sqlFolders).dialect(settings.knownDialect)
    let reader = try settings.reader(dialect.lexer)
    for ((name, text), (_, template)) in zip(files, templates) {
      guard case .migration(let read) = FileName.read(name) else { continue }
      do {
        _ = try reader.migration(SourceText(path: name, text: text), read)
      } catch let fault as any Diagnostic {
        throw UselessTemplate(origin: template.origins.last ?? "", fault: fault)
      }
    }
  }

  private func write(
    into folder: String, _ settings: Settings
  ) throws -> (paths: [String], warning: (any Diagnostic)?) {
    if let folder = settings.unfinishedFolder { throw FileChangeError.unfinished(folder) }
    let taken = try settings.migrationPaths().flatMap(NewMigration.versions)
    let files = try files(from: isSequential ? nextNumbers(taken) : freeTimes(besides: taken))
    var written: [String] = []
    do {
      for (name, text) in files {
        try Path.create(Path.join(folder, name), text)
        written.append(Path.join(folder, name))
      }
    } catch {
      for path in written { try? Path.remove(path) }
      throw error
    }
    let late = isSequential ? taken.filter { $0.series == .project && $0.kind == .timestamp }.min() : nil
    return (written, late.map { NumberBeforeTimes(file: written[0], time: $0) })
  }

  /// The names and texts of the files for these versions.
  private func files(from versions: [String]) throws(FieldError) -> [(name: String, text: String)] {
    var files: [(name: String, text: String)] = []
    for (version, (name, template)) in zip(versions, templates) {
      let suffix = templates.count > 1 || name != "migration" ? "_\(Slug.of(name))" : ""
      let text = try template.filled(with: fields.merging(["version": version]) { $1 })
      files.append(("\(version)_\(slug)\(suffix).\(format)", text))
    }
    return files
  }

  /// The version of a file, and those that it replaces, because the numbers of squashed files stay taken.
  private static func versions(of path: String) throws -> [Version] {
    guard case .migration(let read) = FileName.read(path.lastPart) else { return [] }
    let text = String(decoding: try Path.bytes(of: path), as: UTF8.self)
    return [read.version] + (try Directives(replacedBy: text)).replaces
  }

  private func nextNumbers(_ taken: [Version]) throws -> [String] {
    var last = taken.filter { $0.series == .project && $0.kind == .sequential }.max()
    return try templates.map { _ in
      guard let version = last else {
        last = Version(number: "0001", series: .project)
        return "0001"
      }
      guard let next = version.successor else { throw RenumberingError(version: version) }
      last = next
      return next.description
    }
  }

  /// The time in UTC, and the seconds after it, so that each file gets another version.
  private func freeTimes(besides taken: [Version]) -> [String] {
    let taken = Set(taken.map(\.description))
    let times = (0...).lazy.map { now + Double($0) }.map { time in
      time.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted)).filter(\.isNumber)
    }
    return Array(times.filter { !taken.contains($0) }.prefix(templates.count))
  }
}

/// The error for a template that makes files which are not migrations.
struct UselessTemplate: Diagnostic {
  let origin: String
  let fault: any Diagnostic

  var message: String { "this template does not make a migration: \(fault.message)" }
  var cause: String? { fault.cause }
  var remedy: String? { "add a block to its body: -- name: migrate-{version}-up" }
  var place: Place? { .file(origin) }
  var status: ExitStatus { .badSettings }
}

extension Settings {
  /// The dialect in which files are read: PostgreSQL's if no database with a dialect is named.
  var knownDialect: String {
    guard let name = databaseSystem, Resources(sqlFolders: sqlFolders).dialectNames.contains(name) else {
      return "postgresql"
    }
    return name
  }

  /// The name of the database's dialect; `unknown` if no database is named.
  fileprivate var adapter: String {
    database.flatMap { try? DatabaseURL($0, relativeTo: databaseFolder).dialect } ?? "unknown"
  }

  /// The target, or the folder of the settings.
  fileprivate var projectSlug: String {
    Slug.of(target ?? Path.resolved(Path.folder(of: file ?? "rung.toml")).lastPart)
  }
}

/// The warning for a number among timestamps, which is out of order in databases where those are applied.
struct NumberBeforeTimes: Diagnostic {
  let file: String
  let time: Version

  var message: String { "'\(file.lastPart)' would sort before '\(time)'" }
  var cause: String? {
    "numbers sort before timestamps, so the new migration would be out of order where that one is applied"
  }
  var remedy: String? { "run 'rung fix' first, or leave out --sequential" }
  var place: Place? { .file(file) }
  var status: ExitStatus { .failed }
}
