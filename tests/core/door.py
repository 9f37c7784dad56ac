"""The headless door as tests knock on it: in this process, with a cheap derivation, in a folder of its own."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from carer_desktop.cli import main
from carer_desktop.sealing.keys import Kdf
from carer_desktop.store import open_vault, people, slots

CHEAP = Kdf(8, 1, 1)
PASSPHRASE, SECOND = "correct horse battery staple", "wrong mule dynamo paperclip"


@dataclass(frozen=True)
class Ran:
    """What one command gave."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        """The one JSON value on stdout."""
        return json.loads(self.out)


class Door:
    """A folder, a vault in it, and the command line."""

    def __init__(self, folder, capsys):
        self.folder = folder
        self.vault = folder / "team.vault"
        self.passphrase = self.file("passphrase", f"{PASSPHRASE}\n")
        self._capsys = capsys

    def run(self, *argv):
        """One command, as typed."""
        self._capsys.readouterr()
        code = main([str(word) for word in argv], kdf=CHEAP)
        return Ran(code, *self._capsys.readouterr())

    def at(self, *argv, passphrase=None):
        """One command at the vault, with the passphrase in a file."""
        given = passphrase or self.passphrase
        return self.run(*argv, "--vault", self.vault, "--passphrase-file", given)

    def create(self, *more, name="Sam Example"):
        """The vault, made."""
        return self.at("vault", "create", "--person", name, *more)

    def file(self, name, content):
        """A file in the folder: text as it is, anything else as JSON."""
        path = self.folder / name
        text = content if isinstance(content, str) else json.dumps(content)
        path.write_text(text, "utf-8", newline="")
        return path

    @property
    def out(self):
        """A folder for what is handed over."""
        place = self.folder / "out"
        place.mkdir(exist_ok=True)
        return place

    def fill(self, answers, *more, **known):
        """Answers into a new Conversation, or (id=…) into a record."""
        which = ("--id", known["id"]) if "id" in known else ("--form", known.get("form", "carer_conversation"))
        return self.at("fill", *which, "--answers", self.file("answers.json", answers), *more)

    def filled(self, answers, **known):
        """The id of the record these answers went into."""
        ran = self.fill(answers, **known)
        assert ran.code == 0, ran.err
        return ran.out.strip()

    def show(self, id):
        """Everything of one record."""
        return self.at("show", id, "--json").json

    def ids(self):
        """The ids of all records."""
        return [card["id"] for card in self.at("list", "--json").json]

    def second_person(self, name="Bo Example"):
        """Somebody else in the same vault, with a passphrase of their own; gives the file it is in."""
        file = slots.read(self.vault)
        me = slots.unlock(file, None, PASSPHRASE, self.vault.name)
        other = slots.new_unlocked(name, ["assessor"], me.vault_key)
        slot = slots.make_slot(file.vault, other, SECOND, CHEAP)
        store = open_vault(self.vault, None, PASSPHRASE)
        store.save(people.add, other.person, datetime(2026, 11, 22, tzinfo=UTC)).result()
        store.close()
        slots.write(self.vault, replace(file, slots=(*file.slots, slot), sequence=file.sequence + 1), me.vault_key)
        return self.file("second", SECOND)


@pytest.fixture
def door(tmp_path, capsys):
    """A door with nothing behind it yet."""
    return Door(tmp_path, capsys)


@pytest.fixture
def vault(door):
    """A door with an empty vault behind it."""
    assert door.create().code == 0
    return door
