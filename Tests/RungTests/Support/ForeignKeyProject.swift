import Foundation

/// Migrations of two tables, one of which refers to the other `on delete cascade`; foreign keys are enforced.
enum ForeignKeyProject {
  /// As https://www.sqlite.org/lang_altertable.html#otheralter says.
  static let rebuild = """
    create table new (id integer primary key, name text not null default '');
    insert into new select id, coalesce(name, '') from parent;
    drop table parent;
    alter table new rename to parent;
    """

  /// Three parents with two children each, and a migration that makes the parents' table anew.
  static func write(_ scratch: Scratch, rebuild: String, head: String = "") throws {
    try scratch.write("rung.toml", "[migration]\nforeign_keys = true\n")
    try write(
      scratch, "0001",
      """
      create table parent (id integer primary key, name text);
      create table child (id integer primary key, parent integer not null references parent (id) on delete cascade);
      insert into parent (id) values (1), (2), (3);
      insert into child (parent) values (1), (1), (2), (2), (3), (3);
      """)
    try write(scratch, "0002", rebuild, head: "-- foreign_keys: off\n" + head)
  }

  static func write(_ scratch: Scratch, _ version: String, _ up: String, head: String = "") throws {
    let down =
      up.contains("-down\n") || version == "0001" ? "" : "-- name: migrate-\(version)-down\nselect 1;\n"
    try scratch.write(
      "migrations/\(version)_a.sql", "\(head)-- name: migrate-\(version)-up\n\(up)\n\(down)")
  }

  /// How many children are left.
  static func children(_ database: SQLiteTestDatabase) throws -> String {
    try database.scratch.sh("\(database.client) 'select count(*) from child'").output
  }
}
