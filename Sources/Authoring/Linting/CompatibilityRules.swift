/// The rules about what programs may use besides tables and columns.
extension MigrationRules {
  func breaking(_ statement: WatchedStatement) -> [LintFinding] {
    objects(statement) + defaults(statement) + constraints(statement) + names(statement)
  }

  private func objects(_ statement: WatchedStatement) -> [LintFinding] {
    let (before, after) = (statement.before.allObjects, statement.after.allObjects)
    let old = start.allObjects
    let kept = Set(end.allObjects.values)
    return before.filter { old[$0.key] != nil && after[$0.key] != $0.value }
      .sorted { $0.value < $1.value }
      .compactMap { identity, name in
        if let new = after[identity] {
          return LintFinding(.renamesObject, "renames the \(name) to \(new)", at: statement.place)
        }
        // What comes back under its name was only rebuilt.
        return kept.contains(name)
          ? nil : LintFinding(.dropsObject, "drops the \(name)", at: statement.place)
      }
  }

  private func defaults(_ statement: WatchedStatement) -> [LintFinding] {
    let after = statement.after
    return statement.before.columns.values.filter { column in
      isOld(column.owner) && column.source != .nothing
        && after.columns[column.identity].map { $0.source == .nothing && $0.name == column.name } ?? false
    }.sorted { $0.identity < $1.identity }.map { column in
      LintFinding(
        .dropsDefault,
        "takes away the value that \(column.name) of \(after.name(column.owner)) had by itself",
        at: statement.place)
    }
  }

  private func constraints(_ statement: WatchedStatement) -> [LintFinding] {
    let after = statement.after
    let gone = statement.before.constraints.added(since: after.constraints)
    return gone.filter { constraint in
      guard let table = constraint.owner, constraint.kind != .notNull,
        start.constraints[constraint.identity] != nil, after.relations[table] != nil
      else { return false }
      // A constraint goes with its column, and one of the same name takes its place.
      return constraint.columns.allSatisfy { after.columns["\(table).\($0)"] != nil }
        && !end.constraints.values.contains { $0.owner == table && $0.name == constraint.name }
    }.map { constraint in
      LintFinding(
        .dropsConstraint, "drops the constraint \(constraint.name) of \(after.name(constraint.owner ?? ""))",
        at: statement.place)
    }
  }

  /// The names that the server has cut.
  private func names(_ statement: WatchedStatement) -> [LintFinding] {
    let (before, after) = (statement.before, statement.after)
    let names =
      after.relations.added(since: before.relations).map(\.name)
      + after.columns.added(since: before.columns).map(\.name)
      + after.constraints.added(since: before.constraints).map(\.name)
    let text = statement.text.lowercased()
    return Set(names.map { $0.replacing("\"", with: "") }).sorted().filter { name in
      guard name.utf8.count >= 60, let range = text.firstRange(of: name.lowercased()) else { return false }
      return text[range.upperBound...].first.map { $0 == "_" || $0.isLetter || $0.isNumber } ?? false
    }.map { LintFinding(.cutsName, "gets the name \($0), which the server has cut", at: statement.place) }
  }
}

extension Look {
  /// The views, sequences, functions, types, schemas and extensions, with their kind, by identity.
  fileprivate var allObjects: [String: String] {
    let relations = relations.values.compactMap { relation -> (String, String)? in
      switch relation.kind {
      case .view: (relation.identity, "view \(relation.name)")
      // One that belongs to a column goes with it.
      case .sequence where relation.owner == nil: (relation.identity, "sequence \(relation.name)")
      default: nil
      }
    }
    return objects.merging(relations) { own, _ in own }
  }
}
