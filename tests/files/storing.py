"""Storing a file for a test, without HTTP: what the desk does, in its order."""

from uuid import uuid4

from yingsu.clock import legal_day
from yingsu.events.intake.file import FileStored
from yingsu.files import FileStore
from yingsu.ledger.entry import Actor, Command, NewEvent, StreamWrite

HONGZE = "320813"
CENTRE = Actor(client="hongze-tiaochu", role="mediation_centre", agency="agency-00000000-0000-4000-8000-320813000009")
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 4


def stored(
    store: FileStore, *pieces: bytes, media_type: str = "application/pdf", name: str = "示例.pdf", actor: Actor = CENTRE
) -> FileStored:
    """A file of these pieces (a small PDF without any), on record."""
    upload = store.begin(media_type)
    for piece in pieces or (PDF,):
        upload.write(piece)
    content_sha256 = upload.finish()
    event = FileStored(
        file=upload.file_id,
        name=store.keys.seal_text(upload.file_id, name),
        media_type=media_type,
        size=upload.size,
        sha256=upload.keep(),
        content_sha256=store.keys.seal_text(upload.file_id, content_sha256),
    )
    new = NewEvent(event=event, jurisdiction=HONGZE, occurred_on=legal_day(store.ledger.clock()))
    store.ledger.append(
        Command(
            command_id=uuid4(),
            body_hash=bytes(32),
            writes=(StreamWrite(stream=upload.file_id, expected_version=0, events=(new,)),),
            actor=actor,
            source="test",
            correlation_id="test",
            permitted=(HONGZE,),
        )
    )
    return event


def lying(store: FileStore) -> list[str]:
    """Every file in the store's folder, by its path in it."""
    return sorted(str(path.relative_to(store.folder)) for path in store.folder.rglob("*") if path.is_file())
