import Diagnostics
import Migrations
import SQLText
import Testing

/// What is nearly a header would have the way back run on the way up.
@Suite struct `Lookalikes of headers` {
  private let up = "-- name: migrate-0001-up\ncreate table a (id int);\n"
  private let back = "drop table a;\n"

  private func faults(_ text: String, _ syntax: Syntax = .postgresql) throws -> [any Diagnostic] {
    do {
      _ = try Fixture.migration("0001_a.sql", text, syntax)
      return []
    } catch let several as Faults {
      return several.all
    } catch let problem as any Diagnostic {
      return [problem]
    }
  }

  /// The one fault of a file in which a line stands between the way up and the way back.
  private func fault(_ line: String, _ syntax: Syntax = .postgresql) throws -> any Diagnostic {
    let found = try faults(up + line + "\n" + back, syntax)
    #expect(found.count == 1, "\(line)")
    return try #require(found.first, "\(line)")
  }

  @Test(arguments: [
    "-- name migrate-0001-down", "-- nmae: migrate-0001-down", "-- name; migrate-0001-down",
    "-- name = migrate-0001-down", "--names:migrate_0001_down", "-- migrate-0001-down",
    "-- migrate 0001 down",
    "--- name: migrate-0001-down", "-- -- name: migrate-0001-down", "/* name: migrate-0001-down */",
    "  /* migrate-0001-down */", "-- NAME MIGRATE-0001-DOWN!", "-- name migrate-0001-dwon",
    "-- name migration-0001-rollback", "create index i on a (id); -- name: migrate-0001-down",
  ])
  func `a comment that is nearly a header is refused where it begins`(line: String) throws {
    let fault = try fault(line)
    #expect(fault.message.hasSuffix("is nearly the header of a block"))
    #expect(fault.remedy == "write '-- name: migrate-0001-down'")
    #expect(fault.status == .badFile)
    let offset = line.utf8.count - line.drop { !"-/".contains($0) }.utf8.count
    let text = SourceText(path: "0001_a.sql", text: up + line)
    #expect(fault.place == .source(text.location(at: up.utf8.count + offset)))
  }

  @Test(arguments: [
    "migrate-0001-dwon", "migrate-0001-undo", "migrate_0001_rollback", "migrate-0001-downn",
    "migrat-0001-down",
    "mirgate-0001-down", "migrate-0001-downgrade", "down", "rollback", "migrate-down",
  ])
  func `a block that is nearly a way back is no helper`(name: String) throws {
    let fault = try fault("-- name: " + name)
    #expect(fault.message == "the block '\(name)' is nearly 'migrate-0001-down'")
    #expect(fault.remedy == "name it 'migrate-0001-down'")
  }

  @Test(arguments: [
    ("-- migrate:down", "dbmate"), ("-- migrate:up transaction:false", "dbmate"), ("-- +goose Down", "goose"),
    ("-- +goose StatementBegin", "goose"), ("--+migrate Down", "sql-migrate"),
    ("-- +micrate Down", "micrate"),
    ("--liquibase formatted sql", "Liquibase"), ("--changeset ann:1", "Liquibase"),
    ("---- create above / drop below ----", "tern"), ("-- !Downs", "Play"), ("-- //@UNDO", "MyBatis"),
    ("-- rambler down", "rambler"),
  ])
  func `the marker of another tool is refused, with a way back or without`(line: String, tool: String) throws
  {
    #expect(try fault(line).message == "'\(line)' is a header for \(tool), not for Rung")
    let whole = up + line + "\n-- name: migrate-0001-down\n" + back
    #expect(try faults(whole).count == 1)
  }

  @Test(arguments: [
    ("-- +goose Up", "write '-- name: migrate-0001-up' instead"),
    ("-- !Downs", "write '-- name: migrate-0001-down' instead"),
    ("-- +goose StatementBegin", "remove it"),
  ])
  func `what to write in its place is told`(line: String, remedy: String) throws {
    #expect(try fault(line).remedy == remedy)
  }

  @Test(arguments: [
    "-- down", "--DOWN", "-- rollback:", "-- ==== Down ====", "-- Down Migration", "/* undo */",
  ])
  func `a bare word is refused where there is no way back, and a remark where there is one`(
    line: String
  ) throws {
    #expect(try fault(line).message == "'\(line)' is not a header, and the file has no down block")
    #expect(try faults(up + "-- name: migrate-0001-down\n" + line + "\n" + back).isEmpty)
  }

  @Test(arguments: [
    "-- see migrate-0001-down for why", "-- as in migrate-0001-down", "-- the way down is easy",
    "-- rollback is not possible here", "-- Name: users; Type: TABLE; Schema: public; Owner: ann",
    "-- drop it before we migrate", "-- name: helper", "-- name: migrate-users", "select 1; -- down",
    "-- shut down", "-- run down.sql", "-- reverts the change", "-- up",
    "-- migrate users down to the old table",
    "select '-- migrate-0001-down';", "select '\n-- +goose Down\n';", "do $$\n-- down\nbegin end $$;",
    "/*\n-- name migrate-0001-down\n*/",
  ])
  func `a remark stays a remark`(line: String) throws {
    #expect(try faults(up + line + "\n").isEmpty)
  }

  @Test(arguments: [
    ("-- transctional: false", "transctional", "transactional"),
    ("-- transactions: no", "transactions", "transactional"),
    ("-- Transaction: off", "Transaction", "transactional"),
    ("-- foreign-keys: off", "foreign-keys", "foreign_keys"), ("-- shema: app", "shema", "schema"),
    ("-- replace: 0002,0003", "replace", "replaces"),
  ])
  func `a directive that is nearly spelt is refused`(line: String, written: String, meant: String) throws {
    let fault = try #require(try faults(line + "\n" + up).first)
    #expect(fault.message == "'-- \(written):' is nearly '-- \(meant):'")
  }

  @Test(arguments: [
    "-- transaction: long one", "-- Status: false", "-- schemas: many of them", "-- Author: ann",
    "-- not transactional: false",
    "-- when: later", "-- then: app",
  ])
  func `a remark with a colon is no directive`(line: String) throws {
    #expect(try faults(line + "\n" + up).isEmpty)
  }

  @Test(arguments: ["create extension pgcrypto;\n", "/* a */ \n -- b\n select 1", "\u{FEFF}select 1;\n"])
  func `what stands above the first block would never be sent, and is refused`(head: String) throws {
    let found = try faults(head + (head.hasSuffix("\n") ? "" : "\n") + up)
    #expect(found.map(\.message) == ["SQL above the first block is never sent"])
  }

  @Test(arguments: ["", "\n\n", "-- a\n/* b */\n", "\u{FEFF}-- a\n", "\u{FEFF}\n"])
  func `comments may stand above the first block`(head: String) throws {
    #expect(try faults(head + up).isEmpty)
  }

  @Test func `what MySQL runs though it looks like a comment is no comment`() throws {
    #expect(try faults("/*!40101 set names utf8 */;\n" + up, .mysql).count == 1)
    #expect(try faults("# a\n/* b */\n" + up, .mysql).isEmpty)
  }

  @Test func `all that is wrong with a file is told at once`() throws {
    let text =
      "select 1;\n-- transactional: maybe\n" + up + "-- name migrate-0001-down\n-- name: migrate-0002-up\n"
    #expect(try faults(text).count == 4)
  }
}
