"""Turns files of mysqltest, the language of MySQL's and MariaDB's own tests, into SQL that their client reads.

Commands of mysqltest are left out; SQL, comments and `delimiter` stay, byte for byte, with two exceptions, because the
clients do not see `delimiter` there: comments between statements begin at the left, and lines of blanks are empty.
"""

import re

# Commands that are followed by SQL.
PREFIX = re.compile(r"(?:eval|evalp|send|send_eval|query|query_vertical|query_horizontal)(?=\s)\s*", re.IGNORECASE)
COMMAND = re.compile(
    r"""(?: let | inc | dec | source | connect | connection | disconnect | dirty_close | ping | echo | expr | system | exec\w*
      | sleep | real_sleep | result | require | save_master_pos | sync_\w+ | error | reap | replace_\w+ | enable_\w+
      | disable_\w+ | (?:vertical|horizontal)_results | (?:partially_)?sorted_result | lowercase_result | start_timer
      | end_timer | character_set | remove_files?\w* | copy_files?\w* | file_exists | force-\w+ | mkdir | rmdir | list_files\w*
      | cat_file | diff_files | send_\w+ | change_user | chmod_file | die | assert | exit | skip | move_file | output
      | shutdown_server | reset_connection | query_attributes | wait_for_\w+ | result_format | optimizer_trace\w* | end
      | eval_result | read_file\w* | write_file | append_file | perl | if | while ) (?![\w-])""",
    re.VERBOSE | re.IGNORECASE)
HEREDOC = re.compile(r"(write_file|append_file|perl)(?![\w-])\s*([^\n]*)", re.IGNORECASE)
DELIMITER = re.compile(r"delimiter\s+(\S+)", re.IGNORECASE)
BLOCK = re.compile(r"(?:if|while)\s*\(", re.IGNORECASE)
BLANKS = re.compile(r"[ \t\r\n]*")


class Reader:
    """Reads one file; `parts`, joined, are the SQL."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.offset = 0
        self.delimiter = ";"
        self.parts: list[str] = []

    def line(self) -> str:
        end = self.text.find("\n", self.offset) + 1 or len(self.text)
        line, self.offset = self.text[self.offset : end], end
        return line

    def skip_heredoc(self, command: str) -> None:
        """Skips the lines of a file or program that the command contains."""
        if not (match := HEREDOC.match(command)):
            return
        words = match[2].replace(self.delimiter, " ").split()
        end = (words if match[1].lower() == "perl" else words[1:]) or ["EOF"]
        while self.offset < len(self.text) and not self.line().startswith(end[0]):
            pass

    def statement(self) -> str | None:
        """The text up to the delimiter; None behind the brace that opens a block."""
        start, quote = self.offset, None
        is_block = BLOCK.match(self.text, start)
        while self.offset < len(self.text):
            character = self.text[self.offset]
            if quote:
                self.offset += character == "\\"
                quote = None if character == quote else quote
            elif self.text.startswith(self.delimiter, self.offset):
                found = self.text[start : self.offset]
                self.offset += len(self.delimiter)
                return found
            elif character == "{" and is_block:
                self.offset += 1
                return None
            elif character in "'\"`":
                quote = character
            self.offset += 1
        return self.text[start:].strip() or None

    def take(self, statement: str) -> None:
        """Adds a statement, unless it is a command."""
        if match := PREFIX.match(statement):
            self.parts.append(statement[match.end() :] + self.delimiter)
        elif match := DELIMITER.match(statement):
            self.delimiter = match[1]
            self.parts.append(f"\ndelimiter {match[1]}\n")
        elif COMMAND.match(statement):
            self.skip_heredoc(statement)
        else:
            self.parts.append(statement + self.delimiter)

    def dashes(self) -> None:
        """Reads a line that begins with `--`: a comment, or a command that ends with the line."""
        line = self.line()
        words = line[2:].strip()
        if PREFIX.match(words) or DELIMITER.match(words):
            self.take(words.removesuffix(self.delimiter))
            self.parts.append("\n")
        elif COMMAND.match(words):
            self.skip_heredoc(words)
        elif line.startswith("-- "):
            self.parts.append(line)

    def read(self) -> list[str]:
        while self.offset < len(self.text):
            blank = BLANKS.match(self.text, self.offset)
            self.offset = blank.end()
            is_comment = self.text.startswith(("#", "-- "), self.offset)
            before = re.sub(r"(?m)^[ \t\r]+$", "", blank[0])
            self.parts.append(before.rstrip(" \t") if is_comment and "\n" in before else before)
            if self.text.startswith("#", self.offset):
                self.parts.append(self.line())
            elif self.text.startswith("--", self.offset):
                self.dashes()
            elif self.text.startswith(("{", "}"), self.offset):
                self.offset += 1
            elif (found := self.statement()) is not None:
                self.take(found)
        return self.parts
