import SQLText
import Testing

@testable import Drivers

@Suite struct `A message` {
  private func message(_ sql: String, _ syntax: Syntax) throws -> Message {
    let statements = try StatementSplitter(Lexer(syntax)).statements(of: sql)
    return Message(sql[...], statements: statements, marker: "select 'rung step';\n")
  }

  private let copy = "create table t(i int);\ncopy t from stdin;\n1\nx\n\\.\nselect 1; select 2;\n"

  @Test func `is sent in parts that end where data is read`() throws {
    let parts = Array(try message(copy, .postgresql).parts())
    #expect(parts.map(\.input) == ["1\nx\n", nil])
    #expect(parts[0].sql == "create table t(i int);\ncopy t from stdin;")
    #expect(parts[1].sql.contains("select 1; select 2;"))
    let plain = "select 1;\nselect 2;\n"
    #expect(try message(plain, .postgresql).parts().map(\.sql) == [plain])
    #expect(Message("begin;\n").parts(reaching: 1).map(\.sql) == ["begin;\n"])
  }

  @Test func `has the position of an error in one of its parts`() throws {
    let parts = Array(try message(copy, .postgresql).parts())
    func position(_ part: Int, _ own: DriverError.Position) -> DriverError.Position? {
      parts[part].placed(DriverError(.refused, "no", position: own)).position
    }
    #expect(position(0, .offset(5)) == .offset(5))
    #expect(
      position(0, .inputLine(2)) == .offset("create table t(i int);\ncopy t from stdin;\n1\n".utf8.count))
    // Two statements are in the first part, so the second one of the next part is the fourth.
    #expect(position(1, .statement(1)) == .statement(3))
  }

  @Test func `that is large is sent in parts that end with a statement`() throws {
    let sql = "select 1; select 2;\nselect ';';\n-- the end\n"
    let message = try message(sql, .postgresql)
    #expect(message.parts(reaching: 15).map(\.sql) == ["select 1; select 2;", "\nselect ';';\n-- the end\n"])
    #expect(message.parts(reaching: 10).map(\.sql).joined() == sql)
    #expect(message.parts(reaching: 1).count == 3)
    let error = DriverError(.refused, "no", position: .offset(3))
    let second = Array(message.parts(reaching: 15))[1]
    #expect(second.placed(error).position == .offset("select 1; select 2;".count + 3))
  }

  @Test func `of a client's script has the place of the line that the client reports`() throws {
    let script = ClientScript([
      try message("select 1;\n", .sqlite), try message("select 2;\n  select 3;\n", .sqlite),
    ])
    #expect(
      script.text == """
        select 1;
        select 'rung step';
        select 2;
          select 3;
        select 'rung step';

        """)
    let error = script.placed(DriverError(.refused, "no", position: .line(4)), inMessage: 1)
    #expect(error.position == .offset("select 2;\n  ".utf8.count))
    // A line that is not one of the message counts as its nearest one.
    let early = script.placed(DriverError(.refused, "no", position: .line(1)), inMessage: 1)
    #expect(early.position == .offset(0))
  }

  @Test func `has the place of the statement where MariaDB's client reports the return before it`() throws {
    let sql = "select 1;\nselect 2;\r\n\r\nselect nothing;\r\n"
    let script = ClientScript([try message(sql, .mysql)])
    let error = script.placed(DriverError(.refused, "no", position: .line(2)), inMessage: 0)
    #expect(error.position == .offset("select 1;\nselect 2;\r\n\r\n".utf8.count))
  }
}
