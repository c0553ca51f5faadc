"""Core: the heart: `step(session, event, knowledge) -> (session, commands)`.

Theory. A session is a walk over stages (welcome → find → guide → identify → form → material → check → sign → review →
submitting → done | stored → take card → welcome) with a call beside it. Three rules carry everything:
1. Every way back to the welcome page goes through `home`, which forgets the session and commands one `Wipe`.
2. What a lane answers late (another session number, a call or a case that is not ours) changes nothing.
3. What belongs to the booth (`Ambient`) outlives the wipe; nothing else does.
A finger event without a row for the stage raises `IllegalEventError` and changes nothing. An answer of a lane without a
row is ignored: fingers may overtake lanes. The tables below hold every transition; `moves/` holds the functions.
"""

from collections.abc import Mapping

from kiosk_app.session import events as on
from kiosk_app.session.conclusion import conclude
from kiosk_app.session.moves import (
    Handler,
    Result,
    asides,
    asks,
    booth,
    calling,
    choosing,
    company,
    ending,
    filling,
    guiding,
    hearing,
    identifying,
    inquiries,
    keeper,
    marks,
    overlays,
    papers,
    phone,
    picking,
    remote,
    resuming,
    rows,
    sighting,
    signing,
    voice,
)
from kiosk_app.session.moves.home import crashed, go_home
from kiosk_app.session.signed import hold_signature
from kiosk_app.session.sounding import sound
from kiosk_app.session.state import Knowledge, Session, Stage
from kiosk_app.session.trail import follow


class IllegalEventError(Exception):
    """A finger event that this page does not offer. The runner counts it; the resident sees nothing."""


Row = Mapping[type[on.Event], Handler]

ANYWHERE: Row = {
    on.LinkChanged: booth.link,
    on.StoreChanged: booth.store,
    on.OfficialsChanged: booth.officials,
    on.DeviceChanged: booth.device,
    on.BoardChanged: booth.board,
    on.LanguageChosen: booth.language,
    on.ModeChosen: booth.mode,
    on.PageLowered: booth.reach,
    on.Magnified: booth.zoom,
    on.Woken: booth.wake,
    on.RehearsalDue: booth.rehearsal_due,
    on.RehearsalEnded: booth.rehearsal_ended,
    on.WordsPut: booth.words_put,
    on.ClosingTold: booth.closing_told,
    on.ErrandDue: booth.errand_due,
    on.CardRemoved: booth.card_removed,
    on.DraftOpened: booth.draft_opened,
    on.DraftFound: resuming.found,
    on.FormSaved: booth.saved,
    on.PageTaken: papers.page_taken,
    on.PageFailed: papers.page_failed,
    on.StoreFailed: booth.store_failed,
    on.NumbersCovered: signing.cover_numbers,
    on.GuidePrinted: guiding.guide_printed,
    on.NoticesPrinted: ending.notices_printed,
    on.CaseDecided: booth.decided,
    on.Wiped: booth.wiped,
    on.Crashed: crashed,
    on.IdleWarned: overlays.warn_idle,
    on.IdleEnded: overlays.end_idle,
    on.IdleExpired: overlays.expire,
    on.LeaveAsked: overlays.ask_leave,
    on.OverlayAgreed: overlays.agree,
    on.OverlayDeclined: overlays.decline,
    on.OverlayOther: overlays.other,
    on.HelperWanted: company.want,
    on.CompanionSent: company.send_out,
    on.NoticeDismissed: overlays.dismiss,
    on.CardSeen: remote.card_seen,
    on.CardRead: remote.card_read,
    on.CardFailed: remote.card_failed,
    on.AskDone: remote.done,
    on.CallAsked: calling.ask_call,
    on.CallRung: calling.rung,
    on.ChatOpened: calling.chat,
    on.LineWritten: calling.write,
    on.HungUp: calling.hang_up,
    on.Muted: calling.muted,
    on.NotHeard: hearing.not_heard,
    on.CameraSwitched: calling.camera_switched,
    on.BackgroundSoftened: calling.softened,
    on.MarkChosen: marks.choose_mark,
    on.AsideOpened: asides.open_aside,
    on.LetterKept: asides.kept,
    on.LetterFailed: asides.failed,
    on.LetterPrinted: asides.printed,
    on.VoicesFound: voice.found,
    on.VoiceOpened: voice.opened,
    on.ReadAsked: voice.asked,
    on.ReadAgain: voice.again,
    on.ReadBackAsked: voice.asked_back,
    on.ControlFocused: voice.focused,
    on.GlassTouched: voice.touched,
    on.KeyTyped: voice.typed,
    on.VolumeTurned: voice.turned,
    on.DialectChosen: voice.dialect,
    on.SpeechEnded: voice.ended,
}

LETTER: Row = {
    on.FieldEdited: asides.edit,
    on.FieldFocused: asides.stay,
    on.WentOn: asides.go_on,
    on.SecondPressed: asides.press_second,
    on.WentBack: asides.close,
    on.LeaveAsked: overlays.ask_leave,
}

ASIDE: Mapping[str, Row] = {
    "help": {
        on.WentOn: asides.close,
        on.WentBack: asides.close,
        on.LeaveAsked: overlays.ask_leave,
    },
    "complaint": LETTER,
    "message": LETTER,
}
"""While help or a letter lies over the page, fingers mean these; whatever lanes answer goes to the page below."""

CLOSED: Row = {
    **{kind: handler for kind, handler in ANYWHERE.items() if kind not in (on.CallAsked, on.AsideOpened)},
    on.KeeperAsked: keeper.open_keeper,
    on.LeaveAsked: go_home,
}
"""On the page of a closed booth nothing begins but the keeper's work."""

CALL: Row = {
    on.CallQueued: calling.queued,
    on.CallAnswered: calling.answered,
    on.CallStalled: calling.stalled,
    on.ViewBroken: sighting.broken,
    on.PictureScaled: calling.scaled,
    on.CallLost: calling.lost,
    on.CallOver: calling.over,
    on.HearingEased: hearing.eased,
    on.Captioned: calling.captioned,
    on.LineUnsent: calling.unsent,
    on.HandoverTold: calling.handover,
    on.RosterTold: company.told,
    on.HelperProposed: company.proposed,
    on.LinkOpened: company.linked,
    on.FieldMarked: marks.marked,
    on.AskedFor: asks.asked,
    on.AskTakenBack: asks.taken_back,
    on.PaperAccepted: remote.paper_accepted,
    on.Held: calling.held,
    on.PersonConfirmed: identifying.confirmed,
}

TABLE: Mapping[Stage, Row] = {
    Stage.WELCOME: {
        on.SearchOpened: choosing.open_search,
        on.DoorOpened: choosing.open_door,
        on.ItemChosen: choosing.choose_item,
        on.InquiryOpened: inquiries.open_inquiry,
        on.KeeperAsked: keeper.open_keeper,
        on.LeaveAsked: go_home,
    },
    Stage.FIND: {
        on.DoorOpened: choosing.open_door,
        on.WordsTyped: choosing.type_words,
        on.ResultsFound: choosing.show_results,
        on.ItemChosen: choosing.choose_item,
        on.GuideOpened: choosing.open_guide,
        on.WentOn: choosing.begin,
        on.WentBack: choosing.leave_find,
    },
    Stage.GUIDE: {
        on.SecondPressed: guiding.print_guide,
        on.WentOn: choosing.begin,
        on.WentBack: choosing.back_to_find,
    },
    Stage.IDENTIFY: {
        on.CardSeen: identifying.card_seen,
        on.CardRead: identifying.card_read,
        on.CardFailed: identifying.card_failed,
        on.WayChosen: identifying.choose_way,
        on.IdentifyAnswered: identifying.answer,
        on.FieldEdited: identifying.write,
        on.FieldFocused: identifying.touch,
        on.WentOn: identifying.press_on,
        on.WentBack: identifying.back,
    },
    Stage.FORM: {
        on.FieldEdited: filling.edit,
        on.FieldFocused: filling.focus,
        on.RowAdded: rows.add,
        on.RowOpened: rows.open_row,
        on.RowDropped: rows.ask_drop,
        on.PickerOpened: picking.open_picker,
        on.RegionBrowsed: picking.browse,
        on.AnswerSought: picking.seek,
        on.WentOn: filling.next_page,
        on.WentBack: filling.page_back,
    },
    Stage.MATERIAL: {
        on.MaterialChosen: papers.choose_material,
        on.PageJudged: papers.judged_page,
        on.CardSideTaken: papers.card_side_taken,
        on.PageWanted: papers.want_page,
        on.PageDue: papers.want_page,
        on.PageShown: papers.show_page,
        on.PageAdded: papers.add_page,
        on.PageRejected: papers.reject_page,
        on.PageDropped: papers.drop_page,
        on.PaperReused: papers.reuse,
        on.PaperTakenAnew: papers.take_anew,
        on.PhoneAsked: phone.ask,
        on.PhoneReady: phone.ready,
        on.PhoneSeen: phone.seen,
        on.PhoneFailed: phone.failed,
        on.PhonePictureBad: phone.picture_bad,
        on.PhoneLeft: phone.leave,
        on.MaterialDeferred: papers.defer,
        on.SecondPressed: papers.defer,
        on.WentOn: papers.next_paper,
        on.WentBack: papers.back_to_form,
    },
    Stage.CHECK: {
        on.FieldEdited: filling.edit,
        on.FieldFocused: filling.focus,
        on.RowAdded: rows.add,
        on.RowOpened: rows.open_row,
        on.RowDropped: rows.ask_drop,
        on.PickerOpened: picking.open_picker,
        on.RegionBrowsed: picking.browse,
        on.AnswerSought: picking.seek,
        on.PageEdited: signing.edit_page,
        on.NumbersAsked: signing.show_numbers,
        on.WentOn: signing.to_sign,
        on.WentBack: signing.back_to_material,
    },
    Stage.SIGN: {
        on.PromiseTicked: signing.tick,
        on.NumbersAsked: signing.show_numbers,
        on.Signed: signing.sign,
        on.SignatureRefused: signing.signature_refused,
        on.DocumentRendered: signing.rendered,
        on.WentBack: signing.back_to_check,
    },
    Stage.REVIEW: {
        on.NumbersAsked: signing.show_numbers,
        on.DocumentRendered: signing.rendered,
        on.WentOn: ending.submit,
        on.SecondPressed: signing.back_to_sign,
        on.WentBack: signing.back_to_sign,
    },
    Stage.SUBMITTING: {
        on.CaseStored: ending.stored,
        on.CaseCommitted: ending.committed,
        on.ReceiptOverdue: ending.overdue,
    },
    Stage.DONE: {
        on.SlipPrinted: ending.printed,
        on.SlipWanted: ending.print_again,
        on.SecondPressed: ending.print_again,
        on.NoticesWanted: ending.print_notices,
        on.Rated: ending.rate,
        on.Finished: ending.finish,
        on.WentOn: ending.finish,
        on.LeaveAsked: ending.finish,
    },
    Stage.STORED: {
        on.SlipPrinted: ending.printed,
        on.SlipWanted: ending.print_again,
        on.SecondPressed: ending.print_again,
        on.CaseCommitted: ending.committed,
        on.WentOn: go_home,
        on.LeaveAsked: go_home,
    },
    Stage.PROGRESS: {
        on.CardSeen: inquiries.card_seen,
        on.CardRead: inquiries.card_read,
        on.CardFailed: inquiries.card_failed,
        on.FieldEdited: inquiries.write,
        on.FieldFocused: inquiries.touch,
        on.ProgressTold: inquiries.progress_told,
        on.InquiryFailed: inquiries.failed,
        on.WentOn: inquiries.go_on,
        on.NoticesWanted: inquiries.want_notice,
        on.NoticesFetched: inquiries.notice_fetched,
        on.Signed: inquiries.sign_for_it,
        on.SignatureRefused: inquiries.signature_refused,
        on.NoticesPrinted: inquiries.handed_over,
        on.DeliveryRecorded: inquiries.recorded,
        on.Rated: inquiries.rate,
        on.SecondPressed: inquiries.again,
        on.WentBack: inquiries.go_back,
    },
    Stage.CHECK_IN: {
        on.CardSeen: inquiries.card_seen,
        on.CardRead: inquiries.card_read,
        on.CardFailed: inquiries.card_failed,
        on.FieldEdited: inquiries.write,
        on.FieldFocused: inquiries.touch,
        on.BookingTold: inquiries.booking_told,
        on.InquiryFailed: inquiries.failed,
        on.WentOn: inquiries.go_on,
        on.WentBack: go_home,
    },
    Stage.KEEPER: {
        on.PinTyped: keeper.type_pin,
        on.CardRead: keeper.card_read,
        on.CardFailed: keeper.card_failed,
        on.PinJudged: keeper.judged,
        on.TaskChosen: keeper.choose,
        on.TaskDone: keeper.done,
        on.PageJudged: keeper.look,
        on.WentOn: keeper.go_on,
        on.WentBack: go_home,
        on.LeaveAsked: go_home,
    },
    Stage.TAKE_CARD: {
        on.CardRemoved: booth.card_taken,
        on.WentOn: booth.says_taken,
        on.LeaveAsked: booth.says_taken,
    },
    Stage.APOLOGY: {
        on.WentOn: go_home,
        on.LeaveAsked: go_home,
    },
}

LANES = frozenset(
    {
        on.CardSeen, on.CardRead, on.CardFailed, on.ResultsFound, on.PageJudged, on.PageDue, on.CardSideTaken,
        on.PhoneReady, on.PhoneSeen, on.PhoneFailed, on.PhonePictureBad,
        on.DocumentRendered, on.SignatureRefused, on.CaseStored, on.CaseCommitted, on.ReceiptOverdue, on.SlipPrinted,
        on.ProgressTold, on.BookingTold, on.PinJudged, on.TaskDone, on.InquiryFailed,
        on.NoticesFetched, on.DeliveryRecorded,
    }
)  # fmt: skip
"""Answers of lanes: ignored where no row names them."""

BELOW = LANES | {on.CardRemoved}
"""What goes on on the page while help or a letter lies over it."""


def step(session: Session, event: on.Event, knowledge: Knowledge) -> Result:
    """The next session and what must be done, with all that follows by itself. Pure. Raises IllegalEventError."""
    moved, commands = _move(session, event, knowledge)
    held, renewed = hold_signature(moved)
    after, heard = sound(session, event, follow(session, held), knowledge)
    return conclude(session, after, (*heard, *commands, *renewed))


def _move(session: Session, event: on.Event, knowledge: Knowledge) -> Result:
    if isinstance(event, on.Late) and event.session != session.number:
        return session, ()
    kind = type(event)
    if kind in CALL:
        ours = calling.is_ours(session, getattr(event, "call_id", ""))
        return CALL[kind](session, event, knowledge) if ours else (session, ())
    if isinstance(event, on.CaseCommitted):
        session = asides.committed(session, event.case_id, event.acceptance)
    handler = _handler(session, kind)
    if handler is not None:
        return handler(session, event, knowledge)
    if kind in LANES:
        return session, ()
    raise IllegalEventError(f"{kind.__name__} at {session.stage.value}")


def _handler(session: Session, kind: type[on.Event]) -> Handler | None:
    if session.is_closed:
        return CLOSED.get(kind)
    if not session.aside or kind in BELOW:
        return TABLE[session.stage].get(kind) or ANYWHERE.get(kind)
    return ASIDE[session.aside].get(kind) or ANYWHERE.get(kind)
