"""Everything a person can do: the one door the windows and the command line knock on, one file a noun."""

from carer_desktop.caseload.audit import Line
from carer_desktop.caseload.batch import Batch, Made
from carer_desktop.caseload.caseload import Caseload
from carer_desktop.caseload.earlier import EarlierBudget
from carer_desktop.caseload.exports import How, Pages
from carer_desktop.caseload.files import Checked, Outside
from carer_desktop.caseload.incoming import Incoming, IncomingLine, IncomingRow
from carer_desktop.caseload.making import With
from carer_desktop.caseload.moves import Possible
from carer_desktop.caseload.passphrase import new_passphrase, passphrase_strength
from carer_desktop.caseload.printed import Printed
from carer_desktop.caseload.records import Answered, Records
from carer_desktop.caseload.rescue import Rescue
from carer_desktop.caseload.tables import KnownTable, Preview, Tables
from carer_desktop.caseload.templates import KnownTemplate, TemplateLook
from carer_desktop.documents.leftout import BeforeWriting, LeftOut
from carer_desktop.documents.picture import Picture as PagePicture
from carer_desktop.documents.screen_pages import ScreenPage
from carer_desktop.records.audit import Logged, Wanted
from carer_desktop.records.backup import BackupInfo, RestoreTest, SecondCopy, Upkeep
from carer_desktop.records.carer import Card
from carer_desktop.records.damage import Damage, PutBack, Salvaged, VaultFault, Way
from carer_desktop.records.found import Difference
from carer_desktop.records.health import Flush, Health, Space, Versions
from carer_desktop.records.kept import Exported, Jotting, Place
from carer_desktop.records.person import Person
from carer_desktop.records.retention import CountRow, Due, Removal, ReviewStub, Rule
from carer_desktop.records.vault import SignIn

__all__ = [
    "Answered", "BackupInfo", "Batch", "BeforeWriting", "Card", "Caseload", "Checked", "CountRow", "Damage",
    "Difference", "Due", "EarlierBudget", "Exported", "Flush", "Health", "How", "Incoming", "IncomingLine",
    "IncomingRow", "Jotting", "KnownTable", "KnownTemplate", "LeftOut", "Line", "Logged", "Made", "Outside",
    "PagePicture", "Pages", "Person", "Place", "Possible", "Preview", "Printed", "PutBack", "Records", "Removal",
    "Rescue", "RestoreTest", "ReviewStub", "Rule", "Salvaged", "ScreenPage", "SecondCopy", "SignIn", "Space",
    "Tables", "TemplateLook", "Upkeep", "VaultFault", "Versions", "Wanted", "Way", "With", "new_passphrase",
    "passphrase_strength",
]  # fmt: skip
