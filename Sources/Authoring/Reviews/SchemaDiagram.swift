import SQLText

/// A picture of the tables that a change touches, with their foreign keys.
struct SchemaDiagram {
  private let boxes: [Box]
  private let arrows: [(from: String, to: String)]

  /// A table, with the columns that are shown of it.
  fileprivate struct Box {
    let identity: String
    let name: String
    let state: State
    let columns: [(text: String, state: State)]
    /// How many columns are left out.
    let rest: Int
    var x = 0
    var y = 0

    var width: Int { 9 * max(name.count + 4, columns.map { $0.text.count + 4 }.max() ?? 0, 12) + 16 }
    var height: Int { 22 * (1 + columns.count + (rest > 0 ? 1 : 0)) + 14 }
  }

  fileprivate enum State: String {
    case same, added, changed, removed

    /// What people read who see no colours.
    var sign: String {
      switch self {
      case .same: " "
      case .added: "+"
      case .changed: "~"
      case .removed: "-"
      }
    }
  }

  /// How many columns a box shows, unless more of them have changed.
  private static let columnLimit = 8

  /// - Parameters:
  ///   - before: what the database held.
  ///   - after: what it holds then.
  ///   - own: the names of Rung's own tables.
  init(_ before: Look, _ after: Look, without own: Set<String>) {
    func tables(_ look: Look) -> [String: Look.Relation] {
      look.relations.filter { $0.value.kind == .table && !own.contains($0.value.name) }
    }
    let (old, new) = (tables(before), tables(after))
    let all = old.merging(new) { $1 }
    let keys = (before.constraints.merging(after.constraints) { $1 }).values.filter { $0.kind == .foreignKey }
    let pairs = Set(keys.compactMap { key in key.owner.flatMap { owner in key.target.map { [owner, $0] } } })
    let boxes = all.values.map { table in
      SchemaDiagram.box(
        table, isOld: old[table.identity] != nil, isNew: new[table.identity] != nil, before: before,
        after: after)
    }
    let touched = Set(boxes.filter { $0.state != .same }.map(\.identity))
    let near = pairs.filter { !touched.isDisjoint(with: $0) }
    let shown = touched.union(near.joined())
    arrows = near.filter { $0[0] != $0[1] && all[$0[0]] != nil && all[$0[1]] != nil }
      .map { ($0[0], $0[1]) }.sorted { ($0.from, $0.to) < ($1.from, $1.to) }
    self.boxes = SchemaDiagram.placed(
      boxes.filter { shown.contains($0.identity) }.sorted { $0.name < $1.name }, arrows)
  }

  private static func box(
    _ table: Look.Relation, isOld: Bool, isNew: Bool, before: Look, after: Look
  ) -> Box {
    let (old, new) = (before.columns(of: table.identity), after.columns(of: table.identity))
    let columns =
      new.map { column -> (text: String, state: State) in
        let other = before.columns[column.identity]
        let state: State = other.map { $0.isLike(column) ? .same : .changed } ?? .added
        return (column.text, isOld ? state : .same)
      } + old.filter { after.columns[$0.identity] == nil && isNew }.map { ($0.text, .removed) }
    let isChanged =
      columns.contains { $0.state != .same } || before.relations[table.identity]?.name != table.name
    let state: State = !isNew ? .removed : !isOld ? .added : isChanged ? .changed : .same
    let shown = columns.enumerated().filter { $0.offset < columnLimit || $0.element.state != .same }
    return Box(
      identity: table.identity, name: table.name, state: state, columns: shown.map(\.element),
      rest: columns.count - shown.count)
  }

  /// The boxes in columns: what refers to others is to the right of them.
  private static func placed(_ boxes: [Box], _ arrows: [(from: String, to: String)]) -> [Box] {
    var levels = Dictionary(uniqueKeysWithValues: boxes.map { ($0.identity, 0) })
    // A circle of references stops rising after as many rounds as there are boxes.
    for _ in boxes {
      for arrow in arrows {
        let level = min((levels[arrow.to] ?? 0) + 1, boxes.count)
        if levels[arrow.from] ?? 0 < level, level <= 6 { levels[arrow.from] = level }
      }
    }
    var result: [Box] = []
    var x = 12
    for level in Set(levels.values).sorted() {
      var y = 12
      let column = boxes.filter { levels[$0.identity] == level }
      for var box in column {
        (box.x, box.y) = (x, y)
        y += box.height + 24
        result.append(box)
      }
      x += (column.map(\.width).max() ?? 0) + 70
    }
    return result
  }

  /// Whether there is nothing to show.
  var isEmpty: Bool { boxes.isEmpty }

  /// The picture as SVG, which takes its colours from the page.
  var markup: Markup {
    let width = (boxes.map { $0.x + $0.width }.max() ?? 0) + 12
    let height = (boxes.map { $0.y + $0.height }.max() ?? 0) + 12
    let places = Dictionary(uniqueKeysWithValues: boxes.map { ($0.identity, $0) })
    let lines = arrows.compactMap { arrow in
      places[arrow.from].flatMap { from in places[arrow.to].map { SchemaDiagram.line(from, $0) } }
    }
    let names = boxes.filter { $0.state != .same }.map { "\($0.state.rawValue): \($0.name)" }
    return """
      <div class="scroll"><svg role="img" aria-labelledby="diagram-title" viewBox="0 0 \(width) \(height)" \
      width="\(width)" height="\(height)">
      <title id="diagram-title">Tables and foreign keys; \(names.joined(separator: ", "))</title>
      <defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" \
      orient="auto-start-reverse"><path d="M0 0L10 5L0 10z"/></marker></defs>
      \(lines.joined())
      \(boxes.map(\.markup).joined())
      </svg></div>
      """
  }

  /// A line from a table to the one that it refers to.
  private static func line(_ from: Box, _ to: Box) -> Markup {
    let isLeft = to.x < from.x
    let (x1, y1) = (isLeft ? from.x : from.x + from.width, from.y + 18)
    let (x2, y2) = (isLeft ? to.x + to.width : to.x, to.y + 18)
    let bend = isLeft ? -40 : 40
    return """
      <path d="M\(x1) \(y1)C\(x1 + bend) \(y1) \(x2 - bend) \(y2) \(x2) \(y2)" marker-end="url(#tip)"/>
      """
  }
}

extension SchemaDiagram.Box {
  fileprivate var markup: Markup {
    var lines: [Markup] = [
      "<text class=\"name\" x=\"\(x + 8)\" y=\"\(y + 22)\">\(state.sign) \(name)</text>"
    ]
    for (index, column) in columns.enumerated() {
      let at = y + 22 * (index + 2)
      lines.append("<text x=\"\(x + 8)\" y=\"\(at)\">\(column.state.sign) \(column.text)</text>")
    }
    if rest > 0 {
      lines.append("<text x=\"\(x + 8)\" y=\"\(y + 22 * (columns.count + 2))\">  and \(rest) more</text>")
    }
    return """
      <g class="\(state.rawValue)"><rect x="\(x)" y="\(y)" width="\(width)" height="\(height)" rx="4"/>
      \(lines.joined())</g>
      """
  }
}

extension Look.Column {
  /// The column in a picture, such as `id bigint!` for one that cannot be null.
  fileprivate var text: String { "\(name) \(type)".trimmingBlanks + (isRequired ? " !" : "") }

  fileprivate func isLike(_ other: Look.Column) -> Bool {
    name == other.name && type == other.type && isRequired == other.isRequired && source == other.source
  }
}
