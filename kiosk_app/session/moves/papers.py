"""Core: papers under the camera: one material after the other, each with as many pages as it has."""

from dataclasses import replace
from datetime import date

from cloud_seat.contract.items import Material
from devices.camera.card_words import CardWord
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.asking import lacks_room, needed_papers, offered, works
from kiosk_app.session.moves import Result
from kiosk_app.session.moves.calling import share
from kiosk_app.session.state import CallState, Given, Knowledge, Paper, Session, Stage

CARD_WORDS = frozenset(map(str, CardWord))
"""Verdicts about the sides of a card: they stay until what lies there has changed."""
NO_ROOM = "store_scans"
"""The notice of a disk that is nearly full."""
MOST_PAGES = 12
"""Of one paper: a lease or a household register has fewer."""
MOST_PAGES_OF_VISIT = 40
"""Of all papers together: the sealed case holds 64 parts, and the form, application and notices are some of them."""


def open_papers(session: Session, knowledge: Knowledge) -> Result:
    """To the first paper that is still missing; without any, on to the check page."""
    wanted = needed_papers(session, knowledge)
    before = {paper.material_id: paper for paper in session.papers}
    papers = tuple(before.get(m.id, Paper(m.id, name=m.name)) for m in wanted)
    gone = [paper for paper in session.papers if paper not in papers]
    dropped = (do.DropPage(p.material_id, page, keep_here=True) for p in gone for page in p.pages)
    kept = replace(session, given=given_so_far(session))
    aside: tuple[do.Command, ...] = (*phone_down(session), *dropped)
    opened = replace(kept, papers=papers, paper_at=0, verdict="", page_shown=0, retaking=0, phone="")
    waiting = [at for at, paper in enumerate(papers) if paper.state in ("todo", "busy")]
    if not waiting:
        return replace(opened, stage=Stage.CHECK), (*aside, do.StopWatching(), *share(opened))
    shown, commands = show_paper(replace(opened, stage=Stage.MATERIAL), waiting[0])
    return shown, (*aside, *commands)


def given_so_far(session: Session) -> dict[str, Given]:
    """What this visit has of every paper: the newest pictures count."""
    taken = {p.material_id: Given(p.name, p.pages) for p in session.papers if p.pages}
    return {**session.given, **taken}


def show_paper(session: Session, at: int) -> Result:
    """What was taken of this paper, or what this visit has of it, or the camera."""
    paper = session.papers[at]
    last = paper.pages[-1] if paper.pages else 0
    shown = replace(session, paper_at=at, page_shown=last, retaking=0, verdict="", side_taken=False)
    if paper.pages or offered(shown):
        return shown, (do.StopWatching(),)
    return watch(shown)


def watch(session: Session, *, retaking: int = 0) -> Result:
    """Camera on this paper: for its first page, one more, or one in place of another."""
    paper = session.papers[session.paper_at]
    live = replace(session, page_shown=0, retaking=retaking, verdict="", side_taken=False, slow=False)
    return live, (do.WatchPaper(paper.material_id, next_sheet=bool(paper.pages)),)


def _watch_card(session: Session, *, verdict: str) -> Result:
    """The camera goes on with the same card: what lies there has to be turned or changed first."""
    paper = session.papers[session.paper_at]
    live = replace(session, page_shown=0, verdict=verdict, slow=False)
    return live, (do.WatchPaper(paper.material_id, next_sheet=True, turned=session.side_taken),)


def phone_down(session: Session) -> tuple[do.Command, ...]:
    """The way from the phone belongs to one paper."""
    return (do.ClosePhone(),) if session.phone else ()


def set_paper(session: Session, material_id: str, state: str) -> Session:
    """The same papers with one in another state."""
    papers = tuple(replace(p, state=state) if p.material_id == material_id else p for p in session.papers)
    return replace(session, papers=papers)


def set_pages(session: Session, material_id: str, pages: tuple[int, ...]) -> Session:
    """The same papers, one of them with these pages."""
    state = "done" if pages else "todo"
    papers = (replace(p, state=state, pages=pages) if p.material_id == material_id else p for p in session.papers)
    return replace(session, papers=tuple(papers))


def pages_of(session: Session, material_id: str) -> tuple[int, ...] | None:
    """None when this paper is not asked for."""
    return next((paper.pages for paper in session.papers if paper.material_id == material_id), None)


def choose_material(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The resident picks a paper from the list."""
    assert isinstance(event, events.MaterialChosen)
    ids = [paper.material_id for paper in session.papers]
    if event.material_id not in ids or is_taking(session):
        return session, ()
    shown, commands = show_paper(replace(session, phone=""), ids.index(event.material_id))
    return shown, (*phone_down(session), *commands)


def is_taking(session: Session) -> bool:
    """A picture is on its way to the disk: it belongs to the paper in front."""
    return session.papers[session.paper_at].state == "busy"


def judged_page(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """What the camera sees now."""
    assert isinstance(event, events.PageJudged)
    if session.page_shown:
        return session, ()
    is_told = event.verdict == "same_sheet" and session.verdict in CARD_WORDS
    return replace(session, verdict=session.verdict if is_told else event.verdict, slow=event.slow), ()


def want_page(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Take the picture: by hand, or because it lay still and sharp."""
    paper = session.papers[session.paper_at]
    if is_taking(session) or session.page_shown or session.phone or offered(session):
        return session, ()
    by_hand = isinstance(event, events.PageWanted)
    purpose = purpose_of(session, knowledge) if material_of(session, knowledge).is_card else ""
    taking = do.TakePage(paper.material_id, replaces=session.retaking, by_hand=by_hand, purpose=purpose)
    return set_paper(session, paper.material_id, "busy"), (taking,)


def page_taken(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Sealed on disk; the official sees it too."""
    assert isinstance(event, events.PageTaken)
    pages = pages_of(session, event.material_id)
    if pages is None:
        return session, (do.DropPage(event.material_id, event.page),)
    more = pages if event.page in pages else (*pages, event.page)
    taken = replace(set_pages(session, event.material_id, more), notice="")
    if taken.stage is Stage.MATERIAL and taken.papers[taken.paper_at].material_id == event.material_id:
        taken = replace(taken, page_shown=event.page, retaking=0, verdict=event.verdict, side_taken=False)
    return taken, ((do.SharePapers(),) if taken.call.state is CallState.CONNECTED else ())


def page_failed(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """No picture this time; the words say why, and the camera looks again if that is where the resident is."""
    assert isinstance(event, events.PageFailed)
    freed = replace(_freed(session), verdict=event.code)
    if session.notice == NO_ROOM:  # the disk said so just before: another picture would fare no better
        return replace(freed, verdict="no_room"), (do.StopWatching(),)
    if session.stage is not Stage.MATERIAL or offered(freed):
        return freed, ()
    if event.code in CARD_WORDS or session.side_taken:
        return _watch_card(freed, verdict=event.code)
    live, watching = watch(freed, retaking=session.retaking)
    return replace(live, verdict=event.code), watching


def _freed(session: Session) -> Session:
    """No picture is on its way any more."""
    papers = tuple(replace(p, state="done" if p.pages else "todo") if p.state == "busy" else p for p in session.papers)
    return replace(session, papers=papers)


def card_side_taken(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The first side: the resident turns the card over."""
    if session.stage is not Stage.MATERIAL or not is_taking(session):
        return session, ()
    return _watch_card(replace(_freed(session), side_taken=True), verdict=str(CardWord.TURN_OVER))


def show_page(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """One of the pages again; the camera rests."""
    assert isinstance(event, events.PageShown)
    if is_taking(session) or event.page not in session.papers[session.paper_at].pages:
        return session, ()
    return replace(session, page_shown=event.page, retaking=0, verdict=""), (do.StopWatching(),)


def add_page(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The camera for one more page, as long as there is room."""
    paper = session.papers[session.paper_at]
    if is_taking(session):
        return session, ()
    of_visit = sum(len(p.pages) for p in session.papers)
    if len(paper.pages) >= MOST_PAGES or of_visit >= MOST_PAGES_OF_VISIT:
        return replace(session, notice="pages_full"), ()
    return (replace(session, page_shown=0), ()) if session.phone else watch(session)


def reject_page(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The resident does not like the picture: the camera looks again, and the next picture takes its place."""
    if is_taking(session) or not session.page_shown or session.phone:
        return session, ()
    return watch(session, retaking=session.page_shown)


def drop_page(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Gone for good; the page before it is shown, or the camera when it was the only one."""
    paper, page = session.papers[session.paper_at], session.page_shown
    if is_taking(session) or not page:
        return session, ()
    left = tuple(number for number in paper.pages if number != page)
    without = {m: given for m, given in session.given.items() if m != paper.material_id}
    dropped = replace(set_pages(session, paper.material_id, left), given=without)
    if session.phone and not left:
        return replace(dropped, page_shown=0), (do.DropPage(paper.material_id, page),)
    shown, commands = show_paper(dropped, session.paper_at)
    return shown, (do.DropPage(paper.material_id, page), *commands)


def reuse(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The pictures of earlier in this visit, sealed into this case."""
    given = offered(session)
    if given is None or is_taking(session):
        return session, ()
    material_id = session.papers[session.paper_at].material_id
    return set_paper(session, material_id, "busy"), (do.ReusePages(material_id, given.pages),)


def take_anew(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """The camera; the old pictures are not offered again."""
    given = offered(session)
    if given is None or is_taking(session):
        return session, ()
    material_id = session.papers[session.paper_at].material_id
    live, watching = watch(replace(session, given={m: g for m, g in session.given.items() if m != material_id}))
    return live, (*(do.DropPage(material_id, page) for page in given.pages), *watching)


def purpose_of(session: Session, knowledge: Knowledge) -> str:
    """What stands across the copy of a card: for this matter and no other. In Chinese, for the office."""
    return f"仅供办理{knowledge.items[session.item_id].name.zh}使用"


def material_of(session: Session, knowledge: Knowledge) -> Material:
    """What the catalogue says of the paper in front."""
    current = session.papers[session.paper_at].material_id
    return next(m for m in needed_papers(session, knowledge) if m.id == current)


def defer(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """容缺, after a question: when the rule allows it, or camera or disk fail, which is not the resident's fault."""
    paper = session.papers[session.paper_at]
    sees = session.verdict not in ("no_camera", "no_room") and works(session, "document_camera")
    sees &= not lacks_room(session.ambient)
    if not material_of(session, knowledge).deferrable and sees:
        return replace(session, notice="not_deferrable"), ()
    if is_taking(session) or paper.pages:
        return session, ()
    due = last_day(material_of(session, knowledge), knowledge)
    papers = tuple(replace(p, due=due) if p is paper else p for p in session.papers)
    return replace(session, papers=papers, overlay="deferPaper", notice=""), ()


def last_day(material: Material, knowledge: Knowledge) -> str:
    """Until when a paper may follow; empty when the catalogue does not say."""
    days = material.deferral_working_days
    return knowledge.workdays.after(date.fromisoformat(knowledge.today), days).isoformat() if days else ""


def defer_now(session: Session, knowledge: Knowledge) -> Result:
    """The resident was told what, how, by when and what if late, and wants it so."""
    later = replace(session, overlay="")
    if later.stage is not Stage.MATERIAL or is_taking(later) or later.papers[later.paper_at].pages:
        return later, ()
    return open_papers(set_paper(later, later.papers[later.paper_at].material_id, "deferred"), knowledge)


def next_paper(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """On, once this paper is there or deferred."""
    if session.papers[session.paper_at].state in ("todo", "busy"):
        return replace(session, notice="paper_missing"), ()
    return open_papers(replace(session, notice=""), knowledge)


def back_to_form(session: Session, event: events.Event, knowledge: Knowledge) -> Result:
    """Papers taken stay taken."""
    form = replace(session, stage=Stage.FORM, focus="", wanted="", phone="")
    return form, (*phone_down(session), do.StopWatching())
