import Migrations
import SQLText

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The project settings that a migration in another language receives, under SQLSpec's names.
package struct LoaderSettings: Encodable {
  let migration: [String: SettingsFile.Value]
  /// The values by extension and setting.
  let `extension`: [String: [String: ExtensionSetting.Value]]
  /// The dialect.
  let database: String?
  let target: String?

  /// The values that do not depend on the database.
  package init(_ settings: Settings) {
    let given = settings.extensions.map { ($0.name, $0.values.mapValues(\.value)) }
    self.init(settings, database: nil, extensions: Dictionary(uniqueKeysWithValues: given))
  }

  /// - Parameters:
  ///   - settings: the project's settings.
  ///   - database: the dialect.
  ///   - extensions: the values of each extension.
  package init(
    _ settings: Settings, database: String?, extensions: [String: [String: ExtensionSetting.Value]]
  ) {
    let texts = [
      "script_location": settings.scriptLocation, "version_table_name": settings.versionTableName,
      "version_table_schema": settings.versionTableSchema, "default_schema": settings.defaultSchema,
      "project_root": settings.projectRoot, "title": settings.title, "author": settings.author,
    ]
    let flags = [
      "transactional": settings.transactional, "strict_ordering": settings.strictOrdering,
      "auto_sync": settings.autoSync,
    ]
    migration = texts.compactMapValues { $0.map { .text($0) } }.merging(flags.mapValues { .flag($0) }) { $1 }
      .merging(["include_extensions": .list(settings.extensions.map(\.name))]) { $1 }
    `extension` = extensions
    self.database = database
    target = settings.target
  }

  /// The settings of one extension; empty for the project itself.
  package subscript(series: Series) -> [String: ExtensionSetting.Value] {
    series.name.flatMap { `extension`[$0] } ?? [:]
  }
}

extension Encodable {
  /// The value as JSON on one line.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}

extension SettingsFile.Value: Encodable {
  package func encode(to encoder: any Encoder) throws {
    // Any other value is also a value of an extension's setting.
    if case .list(let names) = self { return try names.encode(to: encoder) }
    try ExtensionSetting.Value(self)?.encode(to: encoder)
  }
}

extension ExtensionSetting.Value: Encodable {
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .flag(let flag): try container.encode(flag)
    case .number(let number): try container.encode(Decimal(string: number) ?? 0)
    }
  }
}
