"""Apache with the modules of a plain Debian, that serves a folder and reads .htaccess in it."""

from __future__ import annotations

import http.client
import shutil
import subprocess
from pathlib import Path

from nginx import MUST_BE_THERE, Answer, answer_of, free_port, started

MODULES = "/usr/lib/apache2/modules"
MAIN = """\
ServerRoot {folder}
ServerName localhost
PidFile {folder}/pid
ErrorLog {folder}/error.log
Listen 127.0.0.1:{port}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule rewrite_module {modules}/mod_rewrite.so
LoadModule dir_module {modules}/mod_dir.so
LoadModule mime_module {modules}/mod_mime.so
TypesConfig /etc/mime.types
DocumentRoot {root}
User www-data
<Directory {root}>
    AllowOverride FileInfo
    Options FollowSymLinks
    Require all granted
</Directory>
"""


def has_apache() -> bool:
    """Whether Debian's Apache is there, or must be."""
    return MUST_BE_THERE or (shutil.which("apache2") is not None and Path(MODULES, "mod_rewrite.so").exists())


class Apache:
    """Apache that serves a folder, which its user must be able to read, while the block runs."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder, self.port = folder, free_port()
        folder.mkdir()
        (folder / "apache.conf").write_text(MAIN.format(folder=folder, port=self.port, modules=MODULES, root=root))

    def __enter__(self) -> Apache:
        command = ["apache2", "-f", str(self.folder / "apache.conf")]
        tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert tested.returncode == 0, tested.stderr
        self.process = started([*command, "-D", "FOREGROUND"], self.port, self.folder / "error.log")
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)

    def get(self, path: str) -> Answer:
        """The answer to a request; redirections are not followed."""
        return answer_of(http.client.HTTPConnection("127.0.0.1", self.port), path, "localhost")
