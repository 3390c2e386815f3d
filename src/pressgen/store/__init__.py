"""What earlier builds found out: one database beside the site. It knows bytes and stamps, not releases."""

from pressgen.store.database import (
    BODY,
    BUILD,
    DOCUMENT,
    FOLDER,
    LINK,
    OUTPUT,
    TEMPLATE,
    BodyReader,
    Store,
    StoreError,
    forget_all,
    forget_folder,
    open_store,
    peek,
    retry_without_memory,
)

__all__ = [
    "BODY",
    "BUILD",
    "DOCUMENT",
    "FOLDER",
    "LINK",
    "OUTPUT",
    "TEMPLATE",
    "BodyReader",
    "Store",
    "StoreError",
    "forget_all",
    "forget_folder",
    "open_store",
    "peek",
    "retry_without_memory",
]
