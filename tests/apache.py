"""Apache with the modules of a plain Debian, that serves a folder and reads .htaccess in it."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import time
from pathlib import Path

from nginx import Answer

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
    """Whether Debian's Apache is there."""
    return shutil.which("apache2") is not None and Path(MODULES, "mod_rewrite.so").exists()


class Apache:
    """Apache that serves a folder, which its user must be able to read, while the block runs."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        folder.mkdir()
        (folder / "apache.conf").write_text(MAIN.format(folder=folder, port=self.port, modules=MODULES, root=root))

    def __enter__(self) -> Apache:
        command = ["apache2", "-f", str(self.folder / "apache.conf")]
        tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert tested.returncode == 0, tested.stderr
        self.process = subprocess.Popen([*command, "-D", "FOREGROUND"])
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.05)
        raise AssertionError((self.folder / "error.log").read_text())

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)

    def get(self, path: str) -> Answer:
        """The answer to a request; redirections are not followed."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read().decode("utf-8", "replace"))
        finally:
            connection.close()
