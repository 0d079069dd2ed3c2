import SQLText

/// The names of Rung's tables, in the case in which the database stores them.
package struct TrackerNames {
  /// The schema from `version_table_schema`, `version_table_name` or `default_schema`.
  package let schema: String?
  package let table: String
  package let progress: String

  /// - Throws: ``SettingsError/badValue(_:reason:remedy:)`` for a schema that cannot be.
  package init(_ settings: Settings, _ dialect: Dialect) throws(SettingsError) {
    let hasSchemas = dialect.has("schema-locate")
    if !hasSchemas, let (key, _) = TrackerNames.schemas(settings).first {
      throw .badValue(
        settings.origin(of: key), reason: "\(dialect.name) has no schemas", remedy: "remove '\(key.name)'")
    }
    var (schema, table) = (settings.versionTableSchema ?? settings.defaultSchema, settings.versionTableName)
    let parts = settings.versionTableName.split(separator: ".", maxSplits: 1).map(String.init)
    if hasSchemas, parts.count == 2 {
      guard settings.versionTableSchema ?? parts[0] == parts[0] else {
        throw .badValue(
          settings.origin(of: .versionTableName),
          reason: "'\(settings.versionTableName)' already names a schema",
          remedy: "remove '\(parts[0]).', or 'version_table_schema'")
      }
      (schema, table) = (parts[0], parts[1])
    }
    // Such a database stores a name that is written in lower case, without quotes, in upper case.
    func stored(_ name: String) -> String {
      dialect.namesAreUpper && name == name.lowercased() ? name.uppercased() : name
    }
    self.schema = schema.map(stored)
    self.table = stored(table)
    progress =
      self.table
      + (dialect.namesAreUpper && self.table == self.table.uppercased() ? "_PROGRESS" : "_progress")
  }

  /// The schemas that the settings name, each with its key.
  package static func schemas(_ settings: Settings) -> [(SettingsKey, String)] {
    let all = [
      (SettingsKey.defaultSchema, settings.defaultSchema), (.versionTableSchema, settings.versionTableSchema),
    ]
    return all.compactMap { key, schema in schema.map { (key, $0) } }
  }
}
