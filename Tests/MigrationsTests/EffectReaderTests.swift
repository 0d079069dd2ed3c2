import Diagnostics
import SQLText
import Testing

@testable import Migrations

@Suite struct `What a statement changes` {
  /// The effect in words: `+table a.b` for what is created, `-index t/i` for what is removed.
  private func words(_ sql: String, _ dialect: Dialect) throws -> String {
    let statements = try StatementSplitter(dialect.lexer).statements(of: sql)
    let statement = try #require(statements.first)
    let effect = try EffectReader(dialect).effect(of: statement, in: sql[...])
    func name(_ object: SchemaObject) -> String {
      let table = object.table.map { $0.parts.joined(separator: ".") + "/" } ?? ""
      let mark = object.mayBeInvalid ? "?" : ""
      return "\(object.kind) \(table)\(object.name.parts.joined(separator: "."))\(mark)"
    }
    return switch effect {
    case .creates(let object): "+\(name(object))"
    case .removes(let object): "-\(name(object))"
    default: "\(effect)"
    }
  }

  @Test(arguments: [
    ("create table t (a int)", "+table t"),
    ("create table `my db`.`t``x` (a int)", "+table my db.t`x"),
    ("CREATE TABLE IF NOT EXISTS t (a int)", "repeatable"),
    ("create temporary table t (a int)", "repeatable"),
    ("create or replace table t (a int)", "repeatable"),
    ("drop table t", "-table t"), ("drop table a, b", "unknown"), ("drop table if exists a, b", "repeatable"),
    ("/*!50001 create view v as select 1 */", "+table v"),
    ("create definer=`root`@`%` sql security invoker view v as select 1", "+table v"),
    ("create unique index i on t (a)", "+index t/i"),
    ("create index i using btree on d.t (a)", "+index d.t/i"),
    ("drop index i on t", "-index t/i"),
    ("create definer = 'a'@'b' procedure p() begin select 1; end", "+routine p"),
    ("drop function f", "-routine f"),
    ("create trigger g before insert on t for each row set new.a = 1", "+trigger g"),
    ("create event e on schedule every 1 day do delete from t", "+event e"),
    ("create database d", "+database d"), ("create schema d", "+database d"),
    ("rename table a to b", "+table b"), ("rename table d.a to b", "+table d.b"),
    ("rename table a to b, b to a", "unknown"),
    ("alter table t add a int", "+column t/a"), ("alter table t add column `x y` int", "+column t/x y"),
    ("alter table t add column if not exists a int", "repeatable"),
    ("alter table t modify a enum('a, b', 'c'), add b int", "+column t/b"),
    ("alter table t modify a decimal(5, 2), comment = ', add x int'", "repeatable"),
    ("alter table t drop a", "-column t/a"), ("alter table t drop column a, drop column b", "-column t/a"),
    ("alter table t add index i (a)", "+index t/i"), ("alter table t add index (a)", "unknown"),
    ("alter table t add unique key k (a)", "+index t/k"), ("alter table t add unique u (a)", "+index t/u"),
    ("alter table t drop key k", "-index t/k"), ("alter table t add key_count int", "+column t/key_count"),
    ("alter table t add constraint c foreign key (a) references u (a)", "+constraint t/c"),
    ("alter table t add constraint foreign key (a) references u (a)", "unknown"),
    ("alter table t drop foreign key c", "-constraint t/c"),
    ("alter table t drop primary key", "-constraint t/PRIMARY"),
    ("alter table t rename to u", "+table u"), ("alter table d.t rename u", "+table d.u"),
    ("alter table t rename column a to b", "+column t/b"),
    ("alter table t rename index a to b", "+index t/b"),
    ("alter table t rename column a to b, rename column b to a", "unknown"),
    ("alter table t change a b int, change b a int", "unknown"),
    ("alter table t drop a, add a int", "unknown"),
    ("alter table t drop a, add a int, add b int", "+column t/b"),
    ("alter table t change a a int, modify b int", "repeatable"),
    ("alter table t change a b int", "+column t/b"), ("alter table t change a a bigint", "repeatable"),
    ("alter table t engine=innodb", "repeatable"), ("alter table t add partition (partition p)", "unknown"),
    ("alter table t partition by hash (a)", "unknown"),
    ("/*!40000 alter table t disable keys */", "repeatable"),
    ("set @x = 1", "session"), ("set global x = 1", "repeatable"), ("/*!40101 SET NAMES utf8 */", "session"),
    ("call p()", "unknown"), ("truncate t", "unknown"), ("revoke all on t from u", "unknown"),
    ("-- a remark\n# another\ncreate /* x */ table t (a int)", "+table t"),
  ])
  func `on MySQL`(sql: String, expected: String) throws {
    #expect(try words(sql, Fixture.dialect("mysql")) == expected)
  }

  @Test(arguments: [
    ("create index concurrently i on t (a)", "+index t/i?"),
    ("create unique index concurrently if not exists i on only s.\"T\" (a)", "+index s.T/i?"),
    ("create index concurrently on t (a)", "unknown"),
    ("drop index concurrently s.I", "-table s.i"), ("drop index concurrently if exists i", "-table i"),
    ("alter type mood add value 'it''s' before 'x'", "+label mood/it's"),
    ("alter type mood add value if not exists 'x'", "repeatable"),
    ("alter type mood rename value 'a' to 'b'", "unknown"),
    ("create database d", "+database d"), ("drop database if exists d", "repeatable"),
    ("create materialized view v as select 1", "+table v"),
    ("set search_path = x", "session"), ("set local role x", "repeatable"),
    ("select pg_catalog.set_config('a', 'b', false)", "session"), ("select f()", "unknown"),
    ("vacuum analyze", "repeatable"), ("reindex index concurrently s.I", "+rebuild s.i_ccnew?"),
    ("reindex table concurrently t", "repeatable"),
    ("commit", "commit"), ("end;", "commit"), ("commit prepared 'x'", "unknown"),
    ("begin", "repeatable"), ("rollback", "repeatable"), ("do $$ begin end $$", "unknown"),
    ("alter table t detach partition p concurrently", "unknown"), ("copy t from stdin;\n1\n\\.\n", "unknown"),
  ])
  func `on PostgreSQL`(sql: String, expected: String) throws {
    #expect(try words(sql, Fixture.dialect("postgresql")) == expected)
  }

  @Test(arguments: ["sqlite", "duckdb"])
  func `a setting of the session is one`(dialect: String) throws {
    #expect(try words("attach 'x.db' as x", Fixture.dialect(dialect)) == "session")
    #expect(try words("(select 1)", Fixture.dialect(dialect)) == "unknown")
  }
}

@Suite struct `What became of a statement` {
  private func inquiry(creates: Bool, removal: String? = nil) -> Inquiry {
    Inquiry(query: "select 1;", settings: "", creates: creates, removal: removal)
  }

  @Test(arguments: [
    (true, "absent", "absent", Verdict.run), (true, "absent", "there", .finished),
    // It failed because of what was there, and fails again.
    (true, "there", "there", .run), (true, "invalid", "invalid", .run),
    (true, "absent", "invalid", .clear("drop")),
    (false, "there", "there", .run), (false, "there", "absent", .finished),
    (false, "invalid", "absent", .finished), (false, "absent", "absent", .run),
  ])
  func `is the difference between before and now`(
    creates: Bool, before: String, now: String, verdict: Verdict
  ) {
    #expect(inquiry(creates: creates, removal: "drop").verdict(before: before, now: now) == verdict)
  }
}
