import SQLText

/// What a statement changes, as far as its words show.
package enum Effect: Sendable, Equatable {
  /// Nothing that would differ if it ran twice in a row.
  case repeatable
  /// A setting of the session, which a new session needs again.
  case session
  /// The end of a transaction that the migration itself began.
  case commit
  /// An object that did not exist before.
  case creates(SchemaObject)
  /// An object that no longer exists afterwards.
  case removes(SchemaObject)
  /// Something that the database cannot be asked about.
  case unknown

  /// The object that shows whether the statement has run; nil if there is none.
  var object: SchemaObject? {
    switch self {
    case .creates(let object), .removes(let object): object
    case .repeatable, .session, .commit, .unknown: nil
    }
  }

  /// Whether it creates its object.
  var isCreation: Bool {
    if case .creates = self { true } else { false }
  }

  /// Whether the statement can be sent again without asking whether it has run.
  var isRepeatable: Bool { self == .repeatable || self == .session }
}

/// A part of a schema whose existence shows whether a statement has run.
package struct SchemaObject: Sendable, Equatable {
  /// The kind; the dialect's block `look-KIND` asks for it.
  package let kind: Kind
  /// The name as the migration spells it, with its schema and quotes.
  package let written: String
  package let name: TableName
  /// The word for it in the statement, in upper case, such as `FUNCTION`.
  package let type: String
  /// The table that it belongs to, as the migration spells it.
  package let writtenTable: String?
  package let table: TableName?
  /// Whether a statement that stops can leave it unusable, as `create index concurrently` does.
  package let mayBeInvalid: Bool

  package enum Kind: String, Sendable, CaseIterable {
    case table, index, rebuild, column, constraint, routine, trigger, event, database, label
  }

  init(
    _ kind: Kind, written: String, name: TableName, type: String? = nil,
    table: (written: String, name: TableName)? = nil, mayBeInvalid: Bool = false
  ) {
    self.kind = kind
    self.type = (type ?? kind.rawValue).uppercased()
    self.written = written
    self.name = name
    writtenTable = table?.written
    self.table = table?.name
    self.mayBeInvalid = mayBeInvalid
  }

  /// A database of the server.
  package static func database(_ name: String) -> SchemaObject {
    SchemaObject(.database, written: name, name: TableName(parts: [name]))
  }

  /// The values for the holes of its block.
  package var values: [String: SQLTemplate.Value] {
    [
      "object": .text(written), "object_name": .text(name.table),
      "object_schema": name.schema.last.map { .text($0) } ?? .null,
      "relation": .text(writtenTable ?? ""), "relation_name": .text(table?.table ?? ""),
      "relation_schema": table?.schema.last.map { .text($0) } ?? .null,
      "object_type": .text(type),
      // An index is in its table's schema.
      "quoted_object": .name(name.schema.isEmpty ? (table?.schema ?? []) + name.parts : name.parts),
    ]
  }
}
