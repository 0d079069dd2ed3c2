/// The rights that a user of the database lacks, as the statements that give them.
package struct MissingRights: Sendable, Equatable {
  /// The statements, in one line, to be pasted.
  package let statements: String
  /// The roles that may run them; empty if only an administrator may.
  private let grantors: [String]
  /// The owner of the object, if nobody else but the members of that role may do what was refused.
  private let owner: String?

  /// Reads what a dialect's block for missing rights returns; nil if that is no statement.
  ///
  /// - Parameter rows: a statement, the role that may run it or null, and whether the right is the owner's.
  package init?(rows: [[String?]]) {
    let rows = rows.compactMap { row -> (statement: String, role: String?, isOwners: Bool)? in
      guard row.count == 3, let statement = row[0] else { return nil }
      return (statement, row[1], ["t", "1"].contains(row[2]))
    }
    if rows.isEmpty { return nil }
    statements = rows.map(\.statement).joined(separator: " ")
    owner = rows.first(where: \.isOwners)?.role
    let needsAdministrator = rows.contains { $0.isOwners || $0.role == nil }
    var roles: [String] = []
    for role in rows.compactMap(\.role) where !roles.contains(role) { roles.append(role) }
    grantors = needsAdministrator ? [] : roles
  }

  /// Whom to ask for what.
  package var remedy: String {
    let names = grantors.map { "'\($0)'" }.joined(separator: " and ")
    let ask = "ask \(names.isEmpty ? "an administrator" : names) to run: \(statements)"
    guard let owner else { return ask }
    return "only the owner '\(owner)', or a member of that role, may do that; \(ask)"
  }
}
