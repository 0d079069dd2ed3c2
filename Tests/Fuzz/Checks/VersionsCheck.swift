import Migrations

/// What a version or a file name prints is read as the same one, and versions have one order.
struct VersionsCheck: Check {
  func read(_ text: String, _ sample: Sample) throws {
    _ = Version(text)?.successor
    _ = FileName.read(text + ".sql")
  }

  func verify(_ sample: Sample) throws {
    let lines = sample.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let versions = lines.prefix(4).compactMap { Version($0) }
    for version in versions {
      Features.note(version.kind.rawValue, version.isOfProject, version.isZero, version.successor == nil)
      try verify(version)
      for other in versions { try verify(version, other) }
    }
    for line in lines.prefix(4) {
      try verify(line, .project)
      try verify(line, .named("adk"))
    }
  }

  private func verify(_ version: Version) throws {
    // Leading zeros may make it longer than a version can be.
    if version.description.utf8.count > 250 { return }
    let again = Version(version.description)
    try require(again == version, "a version is printed as another one: \(version)")
    try require(again?.description == version.description, "a version is printed in two ways: \(version)")
    guard let next = version.successor else { return }
    try require(next.series == version.series, "the next version is of another series")
    try require(next > version && !(version > next) && next != version, "the next version is not behind")
  }

  private func verify(_ left: Version, _ right: Version) throws {
    let order = [left < right, right < left, left == right].count { $0 }
    try require(order == 1, "versions have no order: \(left), \(right)")
    if left == right { try require(left.hashValue == right.hashValue, "equal versions have other hashes") }
  }

  private func verify(_ line: String, _ series: Series) throws {
    let reading = FileName.read(line, series: series)
    guard case .migration(let name) = reading else {
      if case .malformed(let reason) = reading {
        try require(!reason.isEmpty, "a file name is refused without a reason")
        Features.note("malformed", reason.filter { $0.isLetter }.prefix(12))
      }
      return
    }
    Features.note(
      name.language == "sql", name.title.isEmpty, name.version.isOfProject, name.version.kind.rawValue)
    try require(!name.language.isEmpty, "a migration has no language")
    try require(Version(name.version.description) == name.version, "a file's version is printed as another")
    let printed = name.fileName(as: name.version)
    // Leading zeros may make it longer than a file name can be.
    if printed.utf8.count > 250 { return }
    guard case .migration(let again) = FileName.read(printed, series: series) else {
      throw Broken("a migration is renamed to none: \(line.debugDescription), \(printed.debugDescription)")
    }
    try require(
      again.version == name.version && again.language == name.language, "a rename changes a version")
    if name.label != name.version.description || name.version.isOfProject {
      try require(again.title == name.title, "a rename changes the title: \(printed.debugDescription)")
    }
    guard let next = name.version.successor,
      case .migration(let later) = FileName.read(name.fileName(as: next), series: series)
    else { return }
    try require(later.version == next, "a renumbered file has another version: \(line.debugDescription)")
  }
}
