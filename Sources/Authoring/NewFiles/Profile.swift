import Configuration
import Diagnostics
import SQLText
import System

/// A folder of templates for new files, identified by its name.
///
/// Each of its files is searched for in the project's own templates, in those of `RUNG_HOME`, and in the
/// executable.
package struct Profile: Sendable {
  package let name: String
  let manifest: ProfileManifest
  /// The templates of each format, with their names.
  package let templates: [MigrationFormat: [(name: String, template: MigrationTemplate)]]

  package var about: String { manifest.about }

  /// The formats for which it has every file.
  package var formats: [MigrationFormat] { MigrationFormat.allCases.filter { templates[$0] != nil } }

  /// The places that its texts come from, without repetition: folders, the settings file, and `shipped`.
  package var origins: [String] {
    let all = formats.flatMap { format in
      (templates[format] ?? []).flatMap(\.template.origins).map { origin in
        if origin.hasSuffix(Profile.shippedMark) { return "shipped" }
        return origin.hasSuffix(".\(format)") ? Path.folder(of: origin) : origin
      }
    }
    return all.enumerated().filter { !all[..<$0.offset].contains($0.element) }.map(\.element)
  }

  fileprivate static let shippedMark = " (shipped)"

  /// Every profile that is available, sorted by name.
  ///
  /// - Throws: ``SettingsError`` for a bad `profile.toml`.
  package static func all(_ settings: Settings) throws -> [Profile] {
    try Resources(templateFolders: settings.templateFolders).profileNames.map { try Profile($0, settings) }
  }

  /// Finds and reads a profile.
  ///
  /// - Parameters:
  ///   - choice: its name; a slash and a file's name after it select only that file.
  ///   - settings: the settings, with the project's own folder and parts of templates.
  /// - Throws: ``ProfileError`` for a name without templates; ``SettingsError`` for a bad `profile.toml`.
  package init(_ choice: String, _ settings: Settings) throws {
    let resources = Resources(templateFolders: settings.templateFolders)
    let words = choice.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    name = words[0]
    let manifest = try resources.manifest(ofProfile: words[0])
    var templates: [MigrationFormat: [(name: String, template: MigrationTemplate)]] = [:]
    let files = words.count == 1 ? manifest.files : manifest.files.filter { $0 == words[1] }
    for format in MigrationFormat.allCases {
      let found = try files.compactMap { file in
        try resources.migrationTemplate(
          "\(words[0])/\(file)", as: format, with: settings.fragments(of: words[0], format)
        )
        .map { (name: file, template: $0) }
      }
      if !files.isEmpty, found.count == files.count { templates[format] = found }
    }
    guard !templates.isEmpty else {
      throw ProfileError(profile: choice, files: manifest.files, known: resources.profileNames, settings)
    }
    self.manifest = manifest
    self.templates = templates
  }
}

extension Settings {
  /// The parts of templates in the settings that replace those of a profile.
  fileprivate func fragments(of profile: String, _ format: MigrationFormat) -> TemplateFragments? {
    profile == Settings.defaultProfile && fragments.hasText(format) ? fragments : nil
  }
}

extension Resources {
  fileprivate func migrationTemplate(
    _ path: String, as format: MigrationFormat, with fragments: TemplateFragments?
  ) throws -> MigrationTemplate? {
    guard let (text, isShipped) = try find("\(path).\(format)") else { return nil }
    let origin = text.path + (isShipped ? Profile.shippedMark : "")
    guard let fragments else { return MigrationTemplate(format, text, origin: origin) }
    return MigrationTemplate(format, text, origin: origin, fragments: fragments)
  }
}

/// The error for a profile that lacks the requested templates.
struct ProfileError: Diagnostic {
  private let profile: String
  private let files: [String]
  private let known: [String]
  private let origin: SettingsError.Origin
  /// The requested format, if the profile exists.
  private var format: MigrationFormat?

  init(profile: String, files: [String], known: [String], _ settings: Settings) {
    self.profile = profile
    self.files = files
    self.known = known
    origin = settings.profile == profile ? settings.origin(of: .profile) : .byDefault
  }

  /// Creates the error for a profile without templates of a format.
  init(_ profile: Profile, without format: MigrationFormat, _ settings: Settings) {
    self.init(profile: profile.name, files: profile.manifest.files, known: [], settings)
    self.format = format
  }

  /// The profile, and the file after the slash.
  private var parts: (name: String, file: String?) {
    let words = profile.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    return (words[0], words.count > 1 ? words[1] : nil)
  }

  var message: String {
    let (name, file) = parts
    if let format { return "the profile '\(name)' has no templates for '\(format)'" }
    guard known.contains(name) else { return "there is no profile '\(profile)'" }
    return file.map { "the profile '\(name)' has no file '\($0)'" }
      ?? "the profile '\(name)' has no templates"
  }

  var remedy: String? {
    let (name, file) = parts
    let suffix = format ?? .sql
    if file != nil, known.contains(name) {
      return "write one of \(Phrase.list(files.map { "\(name)/\($0)" }, "or"))"
    }
    if format != nil || known.contains(name) {
      return "write \(Phrase.list(files.map { "\(name)/\($0).\(suffix)" })) into the folder of templates"
    }
    return Phrase.nearest(to: profile, among: known).map { "did you mean '\($0)'?" }
      ?? """
      there are \(Phrase.list(known)); to make one of your own, write '\(name)/migration.sql' into the \
      folder of templates
      """
  }

  var place: Place? {
    if case .file(let file, let key) = origin { .setting(file: file, key: key) } else { nil }
  }

  var status: ExitStatus { place == nil ? .usage : .badSettings }
}
