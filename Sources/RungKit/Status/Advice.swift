import Diagnostics
import Migrations

extension Status {
  /// What people should know of migrations that are not as they should be: first those in the database.
  static func advice(
    _ catalog: Catalog, _ history: History, pending: [Migration]
  ) -> [any Diagnostic] {
    let faulty = catalog.faultyFiles
    let findings = Finding.all(catalog, history).filter { finding in
      guard case .missing(let name, _) = finding, let version = Version(name) else { return true }
      // The error of its file says more.
      return faulty[version] == nil
    }
    let interrupted = history.interrupted.map { progress -> PlanError in
      guard let migration = catalog[progress.version] else { return .resumedWithoutFile(progress) }
      return .interrupted(progress, path: migration.source.path)
    }
    let drafts = pending.filter(\.isDraft).map { Finding.draft($0.version, path: $0.source.path) }
    return interrupted + findings + drafts
  }
}

extension History {
  /// The names of the rows that were applied after a newer version of their series.
  var overtaken: Set<String> {
    var newest: [Series: Version] = [:]
    var names: Set<String> = []
    for row in rows {
      guard let version = row.version else { continue }
      let known = newest[version.series] ?? version
      if known > version { names.insert(row.name) }
      newest[version.series] = max(known, version)
    }
    return names
  }
}
