"""Uploaded files: stored outside the ledger, each encrypted under its own key, and proved by the SHA-256 that its event holds.

The database holds what is said of a file; the folder holds its bytes, under the name of their SHA-256. Destroying a file's key erases it.
"""

from yingsu.files.kinds import MEDIA_TYPES, FileEmpty, FileTypeMismatch
from yingsu.files.store import FILE_ID_PATTERN, FileDamaged, FileNotUsable, FileStore
from yingsu.files.upload import FileStorageUnavailable, Upload

__all__ = [
    "FILE_ID_PATTERN",
    "MEDIA_TYPES",
    "FileDamaged",
    "FileEmpty",
    "FileNotUsable",
    "FileStorageUnavailable",
    "FileStore",
    "FileTypeMismatch",
    "Upload",
]
