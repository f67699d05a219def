"""News of a view for who waits: by a word of the projector alone, by looking alone, and none for who shall not wait any more."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from services.notify.feed.news import News
from services.notify.feed.view import NAME
from yingsu.ledger.database import Database

NEVER, PATIENCE = 3600.0, 30.0


@pytest.fixture
def database_with_bookmark(database: Database) -> Database:
    """The view stands at position 5."""
    with database.project() as cursor:
        cursor.execute("INSERT INTO views.bookmark (view, position) VALUES (%s, 5)", (NAME,))
    return database


def move(database: Database, position: int, word: str | None) -> None:
    """The view moves on, and says `word`."""
    with database.project() as cursor:
        cursor.execute("UPDATE views.bookmark SET position = %s WHERE view = %s", (position, NAME))
        if word is not None:
            cursor.execute("SELECT pg_notify('views', %s)", (word,))


def told(news: News, act: Callable[[], Awaitable[None]]) -> bool:
    """Whether who has seen position 5 and waits is told, when `act` is done meanwhile."""

    async def run() -> bool:
        assert await news.moved(-1, PATIENCE)
        assert news.position == 5
        waiting = asyncio.create_task(news.moved(5, NEVER))
        await act()
        heard = await asyncio.wait_for(waiting, PATIENCE)
        await news.close()
        return heard

    return asyncio.run(run())


def test_a_word_of_the_projector_is_enough(database_with_bookmark: Database) -> None:
    news = News(database_with_bookmark.app_url, NAME, poll_seconds=NEVER)

    async def act() -> None:
        await asyncio.to_thread(move, database_with_bookmark, 9, f"{NAME} 9")

    assert told(news, act)
    assert news.position == 9


def test_looking_is_enough(database_with_bookmark: Database) -> None:
    news = News(database_with_bookmark.app_url, NAME, poll_seconds=0.05)

    async def act() -> None:
        await asyncio.to_thread(move, database_with_bookmark, 9, None)

    assert told(news, act)
    assert news.position == 9


def test_the_word_of_another_view_is_no_news(database_with_bookmark: Database) -> None:
    news = News(database_with_bookmark.app_url, NAME, poll_seconds=NEVER)

    async def act() -> None:
        await asyncio.to_thread(move, database_with_bookmark, 5, "notify.told 7")
        await asyncio.to_thread(move, database_with_bookmark, 6, "notify.told 8")
        assert not await news.moved(5, 0.3)
        news.release()

    assert not told(news, act)


def test_nobody_waits_after_the_release(database_with_bookmark: Database) -> None:
    news = News(database_with_bookmark.app_url, NAME, poll_seconds=NEVER)

    async def act() -> None:
        news.release()

    assert not told(news, act)
    assert not asyncio.run(news.moved(-1, NEVER))
