import SQLText
import Testing

@Suite struct `Statement splitter` {
  /// The statements of a text without the blanks around them.
  private func split(_ text: String, _ syntax: Syntax) throws -> [String] {
    try StatementSplitter(Lexer(syntax)).statements(of: text).map {
      String(Array(text.utf8)[$0.start..<max($0.terminator.upperBound, $0.start)], as: text)
    }
  }

  @Test(arguments: [Syntax.sqlite, .postgresql, .mysql, .oracle])
  func `semicolons end statements, but not inside quotes and comments`(syntax: Syntax) throws {
    let text = "select 'a;b'; -- c;d\nselect \"e;f\" /* g;h */;;\n ; -- only this\n;select 1"
    #expect(try split(text, syntax) == ["select 'a;b';", "select \"e;f\" /* g;h */;", "select 1"])
  }

  @Test func `an SQLite trigger ends behind its END`() throws {
    let trigger = """
      create /* x */ temp trigger t after insert on a begin
        update a set b = case when new.c = ';' then 1 else 2 end;
        select "end"; -- end;
        delete from [begin];
      end /* really */ ;
      """
    #expect(
      try split(trigger + "select 1; create trigger_log(x);end;", .sqlite) == [
        trigger, "select 1;", "create trigger_log(x);", "end;",
      ])
  }

  @Test func `PostgreSQL's bodies hold semicolons`() throws {
    let function = """
      create function f(a int) returns int language sql begin atomic
        select case when a > 0 then 1 else case a when 0 then 2 end end;
        select 'end;';
      end;
      """
    let block = "do $do$ begin perform $$a;b$$; end $do$;"
    #expect(
      try split(function + block + "select E'it\\'s; ok';", .postgresql) == [
        function, block, "select E'it\\'s; ok';",
      ])
  }

  @Test func `a comment may stand between BEGIN and ATOMIC`() throws {
    let function = "create function f() returns int begin /* ; */ -- ;\n atomic select 1; end;"
    #expect(try split(function + "select 2;", .postgresql) == [function, "select 2;"])
  }

  @Test func `the statements of a PostgreSQL rule stand in parentheses`() throws {
    let rule =
      "create or /* ; */ replace rule r as on insert to v do instead (insert into a values (')'); select 1;);"
    #expect(try split(rule + "select (1;", .postgresql) == [rule, "select (1;"])
  }

  @Test func `COPY takes its data along`() throws {
    let text = "copy t (a) from stdin;\n1;'\n\\\\.x\n\\.\nselect 2;"
    let statements = try StatementSplitter(Lexer(.postgresql)).statements(of: text)
    #expect(statements.count == 2)
    let data = try #require(statements.first?.data)
    #expect(String(Array(text.utf8)[data], as: text) == "1;'\n\\\\.x\n")
    #expect(
      String(Array(text.utf8)[0..<(statements.first?.terminator.upperBound ?? 0)], as: text)
        == "copy t (a) from stdin;")
  }

  @Test func `MySQL's client changes its delimiter`() throws {
    let text = """
      select 1;
      DELIMITER //
      create procedure p() begin select ';'; select 2; end//
      delimiter ;
      select 3;
      """
    let parts = try split(text, .mysql)
    #expect(parts == ["select 1;", "create procedure p() begin select ';'; select 2; end//", "select 3;"])
  }

  @Test func `in the midst of a statement a delimiter is a name to MySQL's client`() throws {
    let text = "select 2 as\n delimiter //\n;\nselect 1;"
    #expect(try split(text, .mysql) == ["select 2 as\n delimiter //\n;", "select 1;"])
  }

  @Test func `BigQuery's procedures and blocks hold semicolons`() throws {
    let procedure = """
      create or replace procedure d.p(out n int64) begin
        begin transaction; if n is null then set n = case when true then 1 end; end if; commit transaction;
        begin select 1; exception when error then select 2; end;
      end;
      """
    let text =
      procedure + "begin transaction; select begin, 1 from t; begin; commit; BEGIN select 1; END;select 2"
    #expect(
      try split(text, .googlesql) == [
        procedure, "begin transaction;", "select begin, 1 from t;", "begin;", "commit;",
        "BEGIN select 1; END;", "select 2",
      ])
  }

  @Test func `ClickHouse has backslashes in names, four comments and heredocs`() throws {
    let statements = [
      #"select 'a\';' as `b\`;`, "c\";""d;", $1$it's; $2$ here$1$ -- x;"# + "\n + 1;",
      "select 1 // 'it;\n;", "select a$b$;", "select 2 # it's;\n--1;\n;",
      "select 3 #! it's;\n/* /* ; */ ; */;",
    ]
    #expect(try split(statements.joined(), .clickhouse) == statements)
    #expect(try split("select 1 #it; select 2", .clickhouse) == ["select 1 #it;", "select 2"])
  }

  @Test func `Oracle's PL/SQL ends with a slash on its line`() throws {
    let body = "create or replace trigger t before insert on a begin :new.b := q'[;]'; end;\n/"
    #expect(
      try split("select 1 / 2 from dual;\n" + body + "\nbegin null; end;\n/\nselect 2 from dual", .oracle)
        == ["select 1 / 2 from dual;", body, "begin null; end;\n/", "select 2 from dual"])
  }

  @Test func `SQL Server's batches end with GO`() throws {
    let text = "create table t (a int);\ninsert into t values ('\nGO\n');\nGO\nselect 1\ngo 2\n"
    #expect(
      try split(text, .sqlserver) == [
        "create table t (a int);\ninsert into t values ('\nGO\n');\nGO", "select 1\ngo 2",
      ])
  }

  @Test func `a last statement without a terminator is known as such`() throws {
    let statements = try StatementSplitter(Lexer(.sqlite)).statements(of: "select 1; select 2 -- end\n")
    #expect(statements.map(\.isTerminated) == [true, false])
  }

  @Test func `what is not closed belongs to the last statement`() throws {
    #expect(
      try split("select 1; select 'a; -- b;\n; c", .postgresql) == ["select 1;", "select 'a; -- b;\n; c"])
    #expect(try split("copy t from stdin;\n1;\n2;\n", .postgresql).count == 1)
  }

  @Test(arguments: ["#", "--", "/*", "'", "q"])
  func `MySQL's delimiter may look like a comment, a quote or a word`(delimiter: String) throws {
    let text = "delimiter \(delimiter)\nselect Q; select 2\(delimiter)\ndelimiter ;\nselect 3;"
    #expect(try split(text, .mysql) == ["select Q; select 2\(delimiter)", "select 3;"])
  }

  @Test func `only a capital M lets MariaDB run a comment`() throws {
    #expect(try split("select 1 /*m! ; */;\nselect 2;", .mysql) == ["select 1 /*m! ; */;", "select 2;"])
    #expect(try split("/*M! select 1 ;*/;\nselect 2;", .mysql) == ["/*M! select 1 ;", "*/;", "select 2;"])
  }

  @Test func `a MySQL comment without text ends with its line`() throws {
    #expect(try split("--\nselect 1;\n-- a\nselect 2;", .mysql) == ["select 1;", "select 2;"])
  }

  @Test func `a column called copy begins no data, however many strings follow`() throws {
    let text =
      "insert into t (lang, copy ) values " + String(repeating: "('a', 'b'), ", count: 60) + "('c', 'd');"
    #expect(try split(text + "select 1;", .postgresql) == [text, "select 1;"])
    let copy = "copy t (a, copy ) from stdin;\n1;\n\\.\n"
    #expect(try split(copy + "select 2;", .postgresql) == ["copy t (a, copy ) from stdin;", "select 2;"])
  }

  @Test func `a delimiter of an Oracle string may be any letter`() throws {
    let text = "select q'éit's; 'é' from dual;"
    #expect(try split(text + "select 1;", .oracle) == [text, "select 1;"])
  }

  @Test func `three quotes in BigQuery are never an empty string`() throws {
    let texts = ["select '''a; 'b'; \"\"\" c''';", "select r\"\"\"a;\"b\\\"\"\"\";"]
    #expect(try split(texts.joined() + "select 1;", .googlesql) == texts + ["select 1;"])
    #expect(try split("select '''a; 'b';", .googlesql).count == 1)
  }
}

extension String {
  fileprivate init(_ bytes: some Sequence<UInt8>, as: String) {
    self = String(decoding: Array(bytes), as: UTF8.self)
  }
}
