"""One Carer Conversation from a new laptop to its Word file, found and worked by role and name alone.

Run as `python -m tests.journeys.reader.journey PROGRAM… -- FOLDER`, on a display and a bus of its own.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.journeys.reader.bus import Bus, Thing
from tests.journeys.reader.walk import outline, shortcomings

PASSPHRASE = "sparrow lantern orchard teacup"
DOWN, ENTER = 0xFF54, 0xFF0D  # as X names these keys
NHS = "999 000 0018"
CHECK = "Check answers"
MARK = "Mark this section as complete"


class Reader:
    """A person at the program who sees nothing."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self._command, self._folder = command, folder
        self.bus = Bus("carer-desktop")
        self._program: subprocess.Popen[bytes] | None = None

    # The parts of the day ------------------------------------------------------------------------

    def set_up(self) -> None:
        bus = self.bus
        bus.find("heading", "Set up this laptop")
        name = bus.find("text", "Your full name")
        assert name.labels == ["Your full name"] and name.description == "As your colleagues know you"
        self.look()
        self.press("Set up this laptop")
        bus.hear("Error: Enter your full name")
        assert "Error: Enter your full name" in name.description
        assert bus.until(lambda: bus.focused and bus.focused[-1], "the focus") == ("text", "Your full name")
        name.write("Sam Example")
        self.tick("What will you use it for?", "To try it, with made-up people only")
        bus.find("text", "Your passphrase").write(PASSPHRASE)
        assert bus.shows("check box", "Show what I type")
        self.press("Set up this laptop")
        bus.hear("Setting up")
        bus.find("heading", "Your records")
        assert bus.shows("label", "Demonstration – not a real record")
        self.look()

    def before_we_start(self) -> None:
        """Everything of one page: dates, ticks, radio buttons, a long list, what is folded, what is to be mended."""
        bus = self.bus
        self.press("New Carer Conversation")
        bus.find("heading", "Before we start")
        assert bus.hear("Before we start") and self.title().startswith("Before we start")
        assert bus.shows("panel", "Whose record this is: Carer not named yet")
        self.look()
        self.press(MARK)
        told = bus.hear("There is a problem: ")
        wrong = int(told.split()[4])
        assert wrong > 3 and told.count("things to mend") == 1
        summary = bus.find("panel", f"There is a problem: {wrong} things to mend")
        bus.until(lambda: ("panel", summary.name) in bus.focused, "the focus on the summary")
        links = [thing.name for thing in summary.children if thing.role == "push button"]
        assert len(links) == wrong and [one.name for one in summary.children if one.role == "heading"] == [
            "There is a problem"
        ]
        assert links[0].rstrip(".") in summary.description and self.title().startswith("Error: ")
        self.look()
        del bus.focused[:]
        summary.children[1].do("Press")
        bus.until(lambda: ("text", "Day") in bus.focused, "the focus on the first thing to mend")
        date = self.group("Date of the conversation")
        assert date.description == f"If it did not go ahead, the day it was offered. Error: {links[0].rstrip('.')}"
        self.write_date("Date of the conversation", "22", "11", "2026")
        bus.until(lambda: "Error" not in self.group("Date of the conversation").description, "the error to go")
        bus.find("panel", f"There is a problem: {wrong - 1} things to mend")
        self.say_no_and_take_it_back()
        told_first = "What was done before the conversation began"
        self.tick(told_first, "Privacy notice given or read out")
        self.tick(told_first, "They agree to go ahead")
        self.tick("Why some things are not covered", "The need is small or clear")
        self.tick("How the conversation was held", "Telephone")
        self.tick("Did the carer have time to talk without the person they care for?", "Yes")
        self.tick("Is this urgent?", "No")
        assert self.row("Before we start").name.endswith("open now")
        self.press(MARK)
        bus.hear("Before we start is complete")
        bus.until(lambda: "Complete" in self.row("Before we start").name, "the list of sections to say so")
        assert not self.title().startswith("Error: ")

    def say_no_and_take_it_back(self) -> None:
        """A folded question, whose tick brings up a long list; what was chosen there is kept when the tick goes."""
        bus = self.bus
        self.press("Show them")
        refused = "The carer said no, or the conversation could not go ahead (optional)"
        self.tick(refused, "Yes")
        bus.hear("New question: Why it did not go ahead")
        list_ = bus.find("list", "Why it did not go ahead")
        self.look()
        bus.find("list item", "The carer could not be reached", list_).do("Toggle")
        chosen = bus.find("label", "Chosen: The carer could not be reached")
        bus.find("push button", "Clear answer The carer could not be reached")
        self.untick(refused, "Yes")
        bus.hear("new questions: What was done before the conversation began")
        bus.until(lambda: not chosen.has("showing"), "the choice to go")
        bus.find("push button", "1 hidden answer kept – show")

    def talking_and_reading(self) -> None:
        bus = self.bus
        self.go_down_to("Talking and reading")
        self.fold_out()
        self.look()
        language = bus.find("text", "Your first or preferred language")
        assert language.text == "English", "what stands in where nobody answered can be heard"
        self.tick("Do you need an interpreter?", "Yes")
        bus.hear("New question: Language and interpreter")
        words = bus.find("text", "Language and interpreter")
        assert words.labels == ["Language and interpreter"]
        assert words.description.startswith("Language or dialect, who was booked")
        words.write("Sylheti. Booked by Example Interpreters, reference 12.")
        bus.find("label", "7 words")
        self.tick("Do you need help with talking or reading because of a disability or loss of sight or hearing?", "No")
        self.tick("Do you need an interpreter?", "No")
        bus.hear("no longer asked")
        self.press(MARK)
        bus.hear("Talking and reading is complete")

    def about_you(self) -> None:
        bus = self.bus
        self.open_section("About you")
        self.look()
        bus.find("text", "Your first name").write("Ann")
        bus.find("text", "Your last name").write("Example")
        bus.find("panel", "Whose record this is: Ann Example")
        self.write_date("Your date of birth", "27", "3", "1961")
        bus.find("label", "65")
        bus.find("text", "Your address").write("1 Example Road\nLondon")
        self.fold_out()
        number = bus.find("text", "Your NHS number (optional)")
        assert number.description == "Ten digits, on letters from your GP or hospital"
        number.write(NHS.replace(" ", ""))
        bus.hear("New question: Where your NHS number was checked")
        self.saved()
        covered = bus.find("check box", "Not covered: How you like to be contacted")
        covered.do("Toggle")
        bus.hear("Not covered: How you like to be contacted")
        bus.until(lambda: covered.has("checked"), "the tick")

    def fold_out(self) -> None:
        if self.bus.shows("push button", "Show them"):
            self.press("Show them")

    def people(self) -> None:
        """A list: an entry is added, answered, and called by its name afterwards."""
        bus = self.bus
        self.open_section("The people you care for")
        self.press("Add: The people you care for")
        bus.find("push button", "Close Number 1")
        self.look()
        self.tick("Aged 18 or over?", "Yes")
        self.tick("Who this person is to you", "Parent")
        self.tick("Is this person known to adult social care?", "Yes")
        self.tick("Does this person know that we are writing about them here?", "Yes")
        bus.find("text", "Their name").write("Bea Example")
        bus.find("push button", "Close Bea Example").do("Press")
        assert bus.shows("push button", "Remove Bea Example")
        bus.find("push button", "Remove Bea Example").do("Press")
        bus.hear("Removed Bea Example. Undo is offered")
        bus.find("push button", "Undo: Removed Bea Example").do("Press")
        bus.find("push button", "Change Bea Example")
        self.look()

    def check(self) -> None:
        bus = self.bus
        self.press(CHECK)
        bus.find("heading", CHECK)
        bus.until(lambda: bus.find("push button", CHECK).description == "Open now", "the button to say so")
        assert bus.until(lambda: self.title().startswith(CHECK), "the title")
        bus.find("heading", "things are still needed", ends=True)
        bus.find("heading", "About you")
        bus.find("label", NHS)
        self.look()
        del bus.focused[:]
        bus.find("push button", "Change: Your first name").do("Press")
        first = bus.find("text", "Your first name")
        bus.until(lambda: (first.role, first.name) in bus.focused, "the focus on the answer to change")
        first.write("Anna")
        bus.find("push button", "‹ Back to Check answers").do("Press")
        bus.find("label", "Anna")

    def export(self) -> None:
        bus = self.bus
        folder = self._folder / "documents"
        folder.mkdir()
        self.press("Export to Word…")
        bus.find("dialog", "Export to Word – ", starts=True)
        bus.find("heading", "Export to Word")
        self.look()
        where = bus.find("text", "Folder")
        assert where.labels == ["Folder"]
        where.write(str(folder))
        self.press("Write the file")
        name = bus.hear("The Word file is written").partition(": ")[2]
        assert (folder / name).is_file(), "the file is where it is said to be"
        bus.find("heading", "The Word file is written")
        self.look()
        self.press("Close")

    def another_day(self) -> None:
        """What was put in without a single key is on the disk."""
        bus = self.bus
        bus.find("heading", "Open your records")
        self.look()
        bus.find("password text", "Your passphrase").write("not this one at all")
        self.press("Open")
        bus.hear("Error: This passphrase does not open your records")
        bus.find("password text", "Your passphrase").write(PASSPHRASE)
        self.press("Open")
        bus.find("heading", "Your records")
        self.look()
        row = bus.find("list item", "Anna Example, Carer Conversation, Draft", bus.find("list", "Records"), starts=True)
        row.do("Toggle")
        bus.find("panel", "Whose record this is: Anna Example")
        self.open_section("Before we start")
        date = self.group("Date of the conversation")
        assert [box.text for box in date.children if box.role == "text"] == ["22", "11", "2026"]
        agreed = bus.find("check box", "They agree to go ahead")
        assert agreed.has("checked")
        self.open_section("About you")
        assert bus.find("text", "Your NHS number (optional)").text == NHS
        assert bus.find("text", "Your address").text == "1 Example Road\nLondon"
        year = next(
            box for box in self.group("Your date of birth").children if (box.role, box.name) == ("text", "Year")
        )
        assert year.text == "1961"

    # Hands ---------------------------------------------------------------------------------------

    def press(self, name: str) -> None:
        self.bus.find("push button", name).do("Press")

    def group(self, question: str) -> Thing:
        """The group of a question, which its label names as well."""
        found = self.bus.find("panel", question)
        assert question in found.labels, f"{found} is labelled by {found.labels}"
        return found

    def tick(self, question: str, choice: str, on: bool = True) -> None:
        group = self.group(question)
        box = next(thing for thing in self.bus.everything(group) if thing.name == choice)
        assert box.role in ("radio button", "check box") and box.has("checked") is not on
        box.do("Toggle")
        self.bus.until(lambda: (choice, on) in self.bus.checked, f"“{choice}” to be heard as ticked")
        del self.bus.checked[:]

    def untick(self, question: str, choice: str) -> None:
        self.tick(question, choice, on=False)

    def write_date(self, question: str, *parts: str) -> None:
        boxes = [thing for thing in self.group(question).children if thing.role == "text"]
        assert [box.name for box in boxes] == ["Day", "Month", "Year"]
        for box, part in zip(boxes, parts, strict=True):
            box.write(part)

    def row(self, section: str) -> Thing:
        """A section's row: its name, then how far it is."""
        return self.bus.find("list item", f"{section}, ", self.bus.find("list", "Sections"), starts=True)

    def open_section(self, section: str) -> None:
        del self.bus.said[:]
        self.row(section).do("Toggle")
        self.bus.find("heading", section)
        self.bus.hear(section)
        self.bus.until(lambda: self.row(section).name.endswith("open now"), "the row to say that it is open")

    def go_down_to(self, section: str) -> None:
        """As one goes who hears the list row by row: arrow keys look, Enter opens."""
        bus = self.bus
        self.bus.find("list", "Sections").do("SetFocus")
        del bus.focused[:], bus.said[:]
        bus.key(DOWN)
        bus.until(lambda: ("list item", self.row(section).name) in bus.focused, "the row to be heard")
        assert self.row(section).name == f"{section}, Not started"
        bus.key(ENTER)
        bus.hear(section)
        bus.find("heading", section)

    def saved(self) -> None:
        """That everything is on the disk stands in the status line, and is said on request."""
        self.bus.find("label", "Saved on this laptop ", starts=True)
        self.bus.menu("File", "Save").do("Press")
        self.bus.hear("Already saved. Saved on this laptop")

    def title(self) -> str:
        return self.bus.front().name

    def look(self) -> None:
        """Nothing on this page is silent."""
        wrong = shortcomings(self.bus)
        assert not wrong, "\n".join(wrong)

    # A day ---------------------------------------------------------------------------------------

    def day(self, *parts: Callable[[], None]) -> None:
        """The program from its start to its end by the menu."""
        with subprocess.Popen(self._command) as program:
            try:
                self.bus.start()
                for part in parts:
                    began = time.monotonic()
                    part()
                    print(f"{part.__name__}: {time.monotonic() - began:.1f} s", flush=True)
                self.bus.menu("File", "Quit").do("Press")
                assert program.wait(10) == 0, "the program ends well"
                self.bus.until(lambda: not self.bus.is_there(), "the program to leave the bus")
            except BaseException:
                ended = program.poll()
                print(outline(self.bus) if ended is None else f"the program ended with {ended}", flush=True)
                raise
            finally:
                program.kill()


def main(argv: list[str]) -> None:
    """The first day and the next."""
    cut = argv.index("--")
    reader = Reader(argv[:cut], Path(argv[cut + 1]))
    reader.day(
        reader.set_up, reader.before_we_start, reader.talking_and_reading, reader.about_you, reader.people,
        reader.check, reader.export,
    )  # fmt: skip
    reader.day(reader.another_day)
    print("heard to the end", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
