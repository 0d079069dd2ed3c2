import Migrations

/// The versions that Rung gives to the migrations of another tool.
struct Numbering {
  /// A version for each migration, in order.
  let versions: [Version]
  /// Whether they are the tool's own.
  let isKept: Bool

  /// Keeps the tool's versions if Rung would run them in the same order; otherwise counts from 1.
  init(_ migrations: [ForeignMigration]) {
    let own = migrations.compactMap { migration in
      migration.version.flatMap { Version(number: $0, series: .project) }
    }
    let isAscending = zip(own, own.dropFirst()).allSatisfy { $0 < $1 }
    let fits = own.allSatisfy { $0.description.utf8.count <= Catalog.longestVersion }
    isKept = own.count == migrations.count && isAscending && fits
    versions =
      isKept ? own : migrations.indices.compactMap { Version(number: "\($0 + 1)", series: .project) }
  }
}
