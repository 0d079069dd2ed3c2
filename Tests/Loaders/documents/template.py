"""Acme Migration
Description: add the example"""

from typing import Iterable


def up(context: object | None = None) -> str | Iterable[str]:
 return "SELECT 1"


def down(context: object | None = None) -> str | Iterable[str]:

 return "DROP TABLE example;"
