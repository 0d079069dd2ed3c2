import Projects

/// What a database was seen to hold between two statements, as the dialect's block `lint-look` tells it.
struct Look: Sendable {
  private(set) var relations: [String: Relation] = [:]
  private(set) var columns: [String: Column] = [:]
  private(set) var constraints: [String: Constraint] = [:]
  private(set) var locks: Set<Lock> = []
  /// The names of enumerated types, by identity.
  private(set) var enums: [String: String] = [:]
  /// The names of what is neither a relation nor a part of one, with their kinds, by identity.
  private(set) var objects: [String: String] = [:]
  private(set) var settings: [String: String] = [:]

  /// A table, index, view or sequence, whose identity stays when its name changes.
  struct Relation: Sendable, Equatable {
    let identity: String
    /// The table of an index.
    let owner: String?
    let name: String
    let kind: Kind
    /// Whether its rows are those of its partitions.
    let isPartitioned: Bool
    /// Where its rows are; another one once it is rewritten.
    let storage: String
    /// How often the transaction has read all of its rows.
    let scans: Int
    let isUnique: Bool
    /// The columns of an index, in order.
    let columns: [String]

    enum Kind: Sendable { case table, index, view, sequence }

    fileprivate func with(storage: String) -> Relation {
      Relation(
        identity: identity, owner: owner, name: name, kind: kind, isPartitioned: isPartitioned,
        storage: storage,
        scans: scans, isUnique: isUnique, columns: columns)
    }
  }

  /// A column of a table.
  struct Column: Sendable, Equatable {
    let identity: String
    /// The identity of its table.
    let owner: String
    let name: String
    let type: String
    let isRequired: Bool
    let source: Source
    /// What constraints and indexes call it.
    let number: String

    /// Where a value comes from that a statement leaves out.
    enum Source: String, Sendable { case nothing = "", fallback = "default", sequence, identity, generated }
  }

  /// A constraint of a table, or of a domain.
  struct Constraint: Sendable, Equatable {
    let identity: String
    /// The identity of its table; nil for one of a domain.
    let owner: String?
    let name: String
    let kind: Kind
    let isValid: Bool
    /// The table that a foreign key refers to.
    let target: String?
    let columns: [String]
    /// What happens to rows whose parent is deleted, such as `CASCADE`; empty if it is not known.
    let onDelete: String

    enum Kind: String, Sendable {
      case check = "c"
      case foreignKey = "f"
      case primaryKey = "p"
      case unique = "u"
      case exclusion = "x"
      case notNull = "n"
      case domain
    }
  }

  /// A lock on a table that is held until the end of the transaction.
  struct Lock: Sendable, Hashable {
    /// The identity of the table.
    let owner: String
    let mode: String
  }

  /// Reads the rows of `lint-look`; those of an unknown kind are passed over.
  ///
  /// - Parameters:
  ///   - rows: the rows.
  ///   - storage: where the rows of relations are, by identity, if another query says it.
  init(_ rows: [[String?]] = [], storage: [String: String] = [:]) {
    defer {
      for (identity, place) in storage {
        relations[identity] = relations[identity]?.with(storage: place)
      }
    }
    for row in rows {
      let texts = row.map { $0 ?? "" } + Array(repeating: "", count: max(0, 8 - row.count))
      add(kind: texts[0], identity: texts[1], owner: texts[2], name: texts[3], Array(texts[4...]))
    }
  }

  private mutating func add(
    kind: String, identity: String, owner: String, name: String, _ details: [String]
  ) {
    func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
    switch kind {
    case "relation":
      relations[identity] = Relation(
        identity: identity, owner: owner.isEmpty ? nil : owner, name: name, kind: .init(details[0]),
        isPartitioned: ["I", "p"].contains(details[0]), storage: details[1], scans: Int(details[2]) ?? 0,
        isUnique: details[2] == "unique",
        columns: words(details[3]))
    case "column":
      columns[identity] = Column(
        identity: identity, owner: owner, name: name, type: details[0],
        isRequired: details[1] == "not null", source: .init(rawValue: details[2]) ?? .fallback,
        number: details[3])
    case "constraint":
      guard let kind = Constraint.Kind(rawValue: details[0]) else { return }
      constraints[identity] = Constraint(
        identity: identity, owner: owner.isEmpty ? nil : owner, name: name, kind: kind,
        isValid: details[1] == "valid", target: details[2].isEmpty ? nil : details[2],
        columns: words(details[3]), onDelete: details.count > 4 ? details[4] : "")
    case "lock": locks.insert(Lock(owner: owner, mode: name))
    case "enum": enums[identity] = name
    case "object": objects[identity] = name
    case "setting": settings[identity] = details[0]
    default: break
    }
  }

  /// The name of a relation, or its identity if it is gone.
  func name(_ identity: String) -> String { relations[identity]?.name ?? identity }

  /// The columns of a table, in order.
  func columns(of table: String) -> [Column] {
    columns.values.filter { $0.owner == table }.sorted { (Int($0.number) ?? 0) < (Int($1.number) ?? 0) }
  }

  /// The names of columns by their numbers.
  func names(of numbers: [String], in table: String) -> [String] {
    numbers.map { columns["\(table).\($0)"]?.name ?? $0 }
  }
}

extension Look.Relation.Kind {
  /// Reads the letter that PostgreSQL has for a kind.
  fileprivate init(_ letter: String) {
    switch letter {
    case "i", "I": self = .index
    case "v": self = .view
    case "S": self = .sequence
    default: self = .table
    }
  }
}

extension Dictionary {
  /// The values whose keys another dictionary does not have, in the order of the keys.
  func added(since other: Self) -> [Value] where Key == String {
    filter { other[$0.key] == nil }.sorted { $0.key.order($1.key) }.map(\.value)
  }
}

extension String {
  /// Whether an identity comes before another one; numbers are in their own order.
  fileprivate func order(_ other: String) -> Bool {
    guard let own = Double(self), let its = Double(other) else { return self < other }
    return own < its
  }
}
