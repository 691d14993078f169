"""Many writers at once: each one's acknowledged changes are in the history, numbered without a gap."""

from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from welfare_map.model import Plain
from welfare_map.register import register_version
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history.editing import Conflict, create, read_record, save
from welfare_map.register.history.revisions import Revision, history

WRITER_COUNT, WRITE_COUNT = 20, 25
COLUMNS = ("name", "provider_name", "address")
HOMES = ("demo:home-uno", "demo:home-due", "demo:home-cinque", "demo:nursery-uno")


def write(engine: sa.Engine, writer: int) -> list[tuple[str, str]]:
    """Write so many changes, each again until it is not in conflict; return the records with the values kept."""
    actor = Actor(f"writer-{writer}", Role.CURATOR)
    kept = []
    for number in range(WRITE_COUNT):
        value = f"{writer}-{number}"
        if number % 5 == 0:
            values = {"name": value, "kind": "nursery"}
            record_id = create(engine, actor, table="services", values=values, why="").revision.record_id
        else:
            record_id = HOMES[(writer + number) % len(HOMES)]
            change(engine, actor, record_id, {COLUMNS[writer % len(COLUMNS)]: value})
        kept.append((record_id, value))
    return kept


def change(engine: sa.Engine, actor: Actor, record_id: str, cells: dict[str, str]) -> None:
    is_kept = False
    while not is_kept:
        seen = read_record(engine, "services", record_id)[1]
        saved = save(engine, actor, table="services", record_id=record_id, changes=cells, seen_number=seen, why="")
        is_kept = not isinstance(saved, Conflict)


def test_twenty_writers_lose_nothing(engine: sa.Engine) -> None:
    before = int(register_version(engine))

    with ThreadPoolExecutor(WRITER_COUNT) as pool:
        kept = [pair for pairs in pool.map(lambda writer: write(engine, writer), range(WRITER_COUNT)) for pair in pairs]

    stories = {record_id: history(engine, record_id) for record_id in {record_id for record_id, _ in kept}}
    told = [
        (record_id, str(value))
        for record_id, story in stories.items()
        for one in story
        for name, value in one.after.items()
        if name in COLUMNS
    ]
    assert sorted(told) == sorted(kept)
    assert len(kept) == WRITER_COUNT * WRITE_COUNT
    for record_id, story in stories.items():
        assert [one.number for one in story] == list(range(1, len(story) + 1))
        assert read_record(engine, "services", record_id)[0].items() >= replayed(story).items()
    assert int(register_version(engine)) == before + len(kept)


def replayed(story: tuple[Revision, ...]) -> dict[str, Plain]:
    """Return the cells that a history comes to; each revision must have found what the ones before it left."""
    cells: dict[str, Plain] = {}
    for one in story:
        assert all(one.before.get(name) == cells[name] for name in one.after if name in cells)
        cells |= one.after
    return cells
