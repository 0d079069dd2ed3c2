"""The migrations that every contestant applies, before they are written in its own format."""

from collections.abc import Iterator
from dataclasses import dataclass

ROWS = 10  # in one insert, about 1 KB


@dataclass(frozen=True)
class Migration:
    number: int
    up: list[str]  # statements without semicolons
    down: list[str]

    @property
    def version(self) -> str:
        return f"{self.number:05d}"


def text(statements: list[str]) -> str:
    return "".join(f"{statement};\n" for statement in statements)


def tables(count: int) -> list[Migration]:
    """Migrations that each create a table of three columns and an index."""
    return [
        Migration(
            number,
            [
                f"create table item_{number:05d} (id integer primary key, name text not null, amount integer)",
                f"create index item_{number:05d}_name on item_{number:05d} (name)",
            ],
            [f"drop table item_{number:05d}"],
        )
        for number in range(1, count + 1)
    ]


def one_file(megabytes: int) -> list[Migration]:
    """One migration of so many megabytes, which creates a table and inserts rows into it."""
    create = "create table item_00001 (id integer primary key, name text not null, amount integer)"
    return [Migration(1, [create, *inserts(megabytes * 1_000_000)], ["drop table item_00001"])]


def inserts(size: int) -> Iterator[str]:
    written, row = 0, 0
    while written < size:
        values = []
        for row in range(row + 1, row + ROWS + 1):
            name = f"a name that is neither very long nor very short, and a number that makes it differ: {row}"
            values.append(f"({row}, '{name}', {row % 1000})")
        statement = "insert into item_00001 values\n" + ",\n".join(values)
        written += len(statement) + 2
        yield statement
