"""Certificates of a server that are right, belong to another host, or were signed by somebody else.

MySQL itself refuses to load one that has expired.
"""

import os
import shutil
from pathlib import Path

from declare import behaviour
from stage import Stage, migration

# What the server shows, who signed it, the mode of the URL; and whether that is enough.
CASES = (
    ("elsewhere", "ca", "VERIFY_IDENTITY", False),
    ("elsewhere", "ca", "VERIFY_CA", True),
    ("server", "other", "VERIFY_CA", False),
    ("server", "other", "VERIFY_IDENTITY", False),
    ("server", "ca", "VERIFY_CA", True),
    ("server", "ca", "VERIFY_IDENTITY", True),
)


@behaviour
def a_certificate_that_is_not_right_is_refused(stage: Stage) -> None:
    certificates, keys = Path(os.environ["RUNG_TEST_CERTIFICATES"]), Path(os.environ["RUNG_TEST_KEYS"])
    stage.write(migration("0001"))
    url = stage.database.url
    for shown, signer, mode, is_right in CASES:
        shutil.copy(certificates / f"{shown}.pem", keys / "server.pem")
        stage.database.on_server("alter instance reload tls;")
        verified = f"{url}?ssl-mode={mode}&ssl-ca={certificates}/{signer}.pem"
        if is_right:
            stage.call("upgrade", RUNG_DATABASE=verified).ended(0)
            stage.made("t_0001")
            stage.call("downgrade", RUNG_DATABASE=verified).ended(0)
        else:
            stage.call("upgrade", RUNG_DATABASE=verified).ended(69).says("certificate")
            stage.made()
