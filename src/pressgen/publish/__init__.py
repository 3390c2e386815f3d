"""Bytes → the output folder: the only package that writes or deletes there."""

from pressgen.publish.guard import check_output_folder, home_of, protected
from pressgen.publish.journal import complete
from pressgen.publish.lock import Builder, lock
from pressgen.publish.manifest import KEEP, MANIFEST, Content, Keep, Staged, read_manifest
from pressgen.publish.os_errors import translate_os_errors
from pressgen.publish.publication import Published, publish
from pressgen.publish.staging import StagingArea, open_staging, stage

__all__ = [
    "KEEP",
    "MANIFEST",
    "Builder",
    "Content",
    "Keep",
    "Published",
    "Staged",
    "StagingArea",
    "check_output_folder",
    "complete",
    "home_of",
    "lock",
    "open_staging",
    "protected",
    "publish",
    "read_manifest",
    "stage",
    "translate_os_errors",
]
