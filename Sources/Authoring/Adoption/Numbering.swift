import Migrations

/// The versions that Rung gives to the migrations of another tool.
struct Numbering {
  /// A version for each migration, in order; repeatable ones are counted for themselves.
  let versions: [Version]
  /// Whether they are the tool's own.
  let isKept: Bool

  /// Keeps the tool's versions if Rung would run them in the same order; otherwise counts from 1.
  init(_ migrations: [ForeignMigration]) {
    let once = migrations.count { !$0.isRepeatable }
    let own = migrations.filter { !$0.isRepeatable }.compactMap { migration in
      migration.version.flatMap { Version(number: $0, series: .project) }
    }
    let isAscending = zip(own, own.dropFirst()).allSatisfy { $0 < $1 }
    let fits = own.allSatisfy { $0.description.utf8.count <= Catalog.longestVersion }
    isKept = own.count == once && isAscending && fits
    func counted(_ count: Int, _ series: Series) -> [Version] {
      (0..<count).compactMap { Version(number: "\($0 + 1)", series: series) }
    }
    // Those of a tool are sorted, and its repeatable ones come last.
    versions = (isKept ? own : counted(once, .project)) + counted(migrations.count - once, .repeatable)
  }
}
