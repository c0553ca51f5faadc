"""Core: walks a session through the machine as the runner would, without lanes."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from cloud_seat.contract.signalling import Seat
from cloud_seat.contract.text import Text
from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.machine import step
from kiosk_app.session.state import Knowledge, Person, Session

PEOPLE = json.loads((Path(__file__).resolve().parents[3] / "assets" / "samples" / "people.json").read_text())
"""Invented people: their numbers have right check characters and impossible holders."""


def _resident() -> Person:
    card = next(person["card"] for person in PEOPLE if person["id"] == "resident")
    return Person(card["name"], card["sex"], card["nation"], card["birth"], card["address"], card["number"])


RESIDENT = _resident()
SEAT = Seat(seat_id="s1", name="测试", department=Text(zh="番禺区民政局", en="Civil Affairs"), number="0217")
CASE = "0190a000-0000-7000-8000-000000000001"


@dataclass
class Walk:
    """`walk(event, …)` applies events; commands are collected, chimes apart from the others."""

    knowledge: Knowledge
    session: Session = field(default_factory=Session)
    commands: list[do.Command] = field(default_factory=list)
    chimes: list[str] = field(default_factory=list)

    def __call__(self, *happened: on.Event) -> Session:
        for event in happened:
            self.session, commands = step(self.session, event, self.knowledge)
            self.chimes += [command.sound for command in commands if isinstance(command, do.Chime)]
            self.commands += [command for command in commands if not isinstance(command, do.Chime)]
            for asked in [command for command in commands if isinstance(command, do.RequestCall)]:
                self(on.CallRung(self.session.number, asked.number, f"c{asked.number}"))
        return self.session

    def last(self, kind: type[do.Command]) -> do.Command:
        """The newest command of that kind."""
        return next(command for command in reversed(self.commands) if type(command) is kind)

    def to_form(self) -> Session:
        """Online, item chosen, card read."""
        self(on.LinkChanged(True, 1, 1), on.ItemChosen("longevity-allowance"), on.WentOn())
        number = self.session.number
        return self(on.DraftOpened(number, CASE), on.CardRead(number, RESIDENT))

    def fill(self) -> Session:
        """Both further pages, as a resident would."""
        self(on.WentOn(), on.FieldEdited("phone", "13800138000"), on.FieldEdited("relation", "self"), on.WentOn())
        self(on.FieldEdited("bank_name", "icbc"), on.FieldEdited("bank_account", "6200000000000000000"))
        return self(on.FieldEdited("account_holder_same", "yes"), on.WentOn())

    def photograph(self) -> Session:
        """The one paper that is needed."""
        self(on.PageWanted(), on.PageTaken(self.session.number, "social-card"))
        return self(on.WentOn())

    def sign(self) -> Session:
        """From check to review."""
        self(on.WentOn(), on.DocumentRendered(self.session.number, False))
        for promise in self.knowledge.engines["longevity-allowance"].form.promises:
            self(on.PromiseTicked(promise.id, True))
        return self(on.Signed("[]"), on.DocumentRendered(self.session.number, True))

    def to_review(self) -> Session:
        """Everything up to the button "submit"."""
        self.to_form()
        self.fill()
        self.photograph()
        return self.sign()
