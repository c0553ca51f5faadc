"""Wiring: builds all hands and says who carries out what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cloud_seat.call.echo import EchoCanceller
from cloud_seat.call.media import FrameSource
from cloud_seat.contract.text import Text
from devices.registry import Registry
from kiosk_app.config import Settings
from kiosk_app.hands.asked import AskedHand
from kiosk_app.hands.asked_print import AskedPrint
from kiosk_app.hands.board import BoardHand
from kiosk_app.hands.call import CallHand
from kiosk_app.hands.card import CardHand
from kiosk_app.hands.case import CaseHand
from kiosk_app.hands.changes import ChangeHand
from kiosk_app.hands.company import CompanyHand
from kiosk_app.hands.cover import CoverHand
from kiosk_app.hands.delivery import DeliveryHand
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.document import DocumentHand
from kiosk_app.hands.drafts import DraftHand
from kiosk_app.hands.guide import GuideHand
from kiosk_app.hands.hub import HubDoor
from kiosk_app.hands.inquiry import InquiryHand
from kiosk_app.hands.keeper import Counts, KeeperHand
from kiosk_app.hands.kept_number import KeptNumber
from kiosk_app.hands.letter import LetterHand
from kiosk_app.hands.notices import NoticeHand
from kiosk_app.hands.pages import PageHand
from kiosk_app.hands.paper_print import PaperPrint
from kiosk_app.hands.papers import PaperHand
from kiosk_app.hands.phone import PhoneHand
from kiosk_app.hands.rating import RatingHand
from kiosk_app.hands.search import SearchHand
from kiosk_app.hands.slip import ROLE as SLIP_ROLE
from kiosk_app.hands.slip import SlipHand
from kiosk_app.hands.sound import SoundHand
from kiosk_app.hands.typesetter import Typesetter
from kiosk_app.hands.voice import VoiceHand
from kiosk_app.hands.watch import WatchHand
from kiosk_app.hands.wipe import WipeHand
from kiosk_app.knowledge import Library
from kiosk_app.own_key import HubWord
from kiosk_app.rehearsal.kept import Kept
from kiosk_app.session import commands as do
from kiosk_app.session.runner import Hand
from kiosk_app.sound.lane import SoundLane
from kiosk_app.sound.speech import Espeak, Speaker
from kiosk_app.ui.papers import PaperProvider
from kiosk_app.ui.video import FrameStore
from offline_cache import Cache, Catalogue
from offline_cache.asked import Asked
from offline_cache.ratings import Ratings


@dataclass(frozen=True, slots=True)
class Rooms:
    """What was opened before the engine lane starts."""

    cache: Cache
    catalogue: Catalogue
    ratings: Ratings
    slips: KeptNumber
    sheets: KeptNumber
    volume: KeptNumber
    asked: Asked
    rehearsals: Kept
    closing: Path
    library: Library
    popular: Mapping[str, Text]
    word: HubWord
    assets: Path

    def close(self) -> None:
        """Every file that was opened."""
        self.cache.close()
        self.catalogue.close()
        self.ratings.close()
        self.asked.close()


@dataclass(frozen=True, slots=True)
class Reach:
    """What the hands reach out to."""

    desk: Desk
    registry: Registry
    door: HubDoor
    frames: FrameStore
    pictures: PaperProvider
    forget_typing: Callable[[], None]


class Crew:
    """All hands of one booth. `camera`: what the call shows of the resident."""

    def __init__(self, settings: Settings, rooms: Rooms, reach: Reach, *, drain: Callable[[], None]) -> None:
        desk, registry, frames = reach.desk, reach.registry, reach.frames
        self.camera = FrameSource()
        self.call = CallHand(reach.door, desk, registry, frames, self.camera)
        speakers, self.echo = (settings.speaker, settings.handset_speaker), echo_at(settings)
        self.lane = SoundLane(
            *speakers, usual=rooms.volume.value, ended=lambda name: self.sound.ended(name), echo=self.echo
        )
        self.voice = VoiceHand(settings, self.lane, rooms.volume, self.echo)
        sounds = rooms.assets / "sounds"
        published = rooms.library.published.read
        self.speaker = Speaker(Espeak(), sounds / "prompts", published)
        self.sound = SoundHand(self.lane, self.speaker, desk, sounds)
        self.board, self.card = BoardHand(registry), CardHand(registry, desk, wait_s=settings.card_wait_s)
        form_hash = rooms.library.form_hash
        self.case = CaseHand(
            rooms.cache, desk, form_hash=form_hash, drain=drain, receipt_wait_s=settings.receipt_wait_s
        )
        self.changes = ChangeHand(desk, self.case)
        self.letter = LetterHand(rooms.cache, desk, form_hash=form_hash, drain=drain)
        font = rooms.assets / "fonts" / "NotoSansCJKsc-Regular.otf"
        self.pages = PageHand(desk, self.case, font=font)
        self.drafts = DraftHand(rooms.cache, desk, self.case, self.pages, keep_s=settings.draft_keep_h * 3600)
        self.papers = PaperHand(registry, desk, self.pages, frames, settings)
        self.phone = PhoneHand(reach.door, desk, self.pages, url=settings.phone_url)
        self.inquiry = InquiryHand(reach.door, desk)
        self.company = CompanyHand(reach.door, desk, url=settings.phone_url)
        self.ratings = RatingHand(rooms.ratings, reach.door, desk)
        printer = next((device.options for device in settings.devices if device.role == SLIP_ROLE), {})
        self.slip = SlipHand(registry, desk, font=font, options=printer, wait_s=settings.print_wait_s)
        self.slip.count = rooms.slips
        self.keeper = KeeperHand(settings, registry, reach.door, desk, Counts(rooms.slips, rooms.sheets))
        self.paper = PaperPrint(registry, wait_s=settings.paper_wait_s)
        self.paper.count = rooms.sheets
        place = Text(zh=settings.kiosk_name_zh, en=settings.kiosk_name_en)
        sheet = Typesetter(rooms.assets, "notice.typ", published)
        self.notices = NoticeHand(desk, self.paper, self.slip, sheet, place=place)
        self.delivery = DeliveryHand(reach.door, desk, self.notices)
        application = Typesetter(rooms.assets, "application.typ", published)
        self.document = DocumentHand(desk, paper=application, promises=self.notices.promises)
        self.cover = CoverHand(desk)
        self.guide = GuideHand(desk, self.paper, self.slip, Typesetter(rooms.assets, "guide.typ", published))
        self.asked_print = AskedPrint(desk, self.paper, self.guide, self.document, self.notices)
        self.search, self.watch = SearchHand(rooms.catalogue, desk, rooms.asked.often), WatchHand(reach.door)
        self.asked = AskedHand(rooms.asked, reach.door, desk, fixed=settings.favourites, short=rooms.popular)
        self.wipe = WipeHand(
            *(desk, registry, self.card, self.pages, self.papers, self.phone, self.case, self.drafts, self.call),
            *(frames, reach.pictures, reach.forget_typing),
        )

    def duties(self) -> Mapping[type[do.Command], Hand]:
        """Command → hand."""
        return {
            **self._paper_duties(),
            **self._sound_duties(),
            **self._call_duties(),
            do.Search: self.search.search,
            do.PrintGuide: self.guide.print,
            do.WatchItems: self.watch.watch,
            do.NoteAsked: self.asked.note,
            do.NoteMissed: self.asked.keep_missed,
            do.ReadCard: self.card.read,
            do.StopReading: self.card.stop,
            do.KeepCard: self.card.keep,
            do.OpenDraft: self.case.open_draft,
            do.SaveForm: self.case.save_form,
            do.SeekDraft: self.drafts.seek,
            do.ResumeDraft: self.drafts.resume,
            do.ForgetDraft: self.drafts.forget,
            do.SealIdentity: self.case.seal_identity,
            do.SubmitCase: self.case.submit,
            do.AwaitReceipt: self.case.await_receipt,
            do.PrintSlip: self.slip.print,
            do.SendLetter: self.letter.file,
            do.PrintLetter: self.slip.print_letter,
            do.CheckPin: self.keeper.check,
            do.CheckCard: self.keeper.check_card,
            do.DoTask: self.keeper.do_task,
            do.AskNotices: self.delivery.ask,
            do.DeliverNotices: self.delivery.deliver,
            do.RecordDelivery: self.delivery.record,
            do.AskProgress: self.inquiry.ask_progress,
            do.CheckIn: self.inquiry.check_in,
            do.ShowLights: self.board.show,
            do.SendRating: self.ratings.send,
            do.Wipe: self.wipe.wipe,
        }

    def _call_duties(self) -> Mapping[type[do.Command], Hand]:
        return {
            do.PrepareCall: self.call.prepare,
            do.RequestCall: self.call.request,
            do.EndCall: self.call.end,
            do.Mute: self.call.mute,
            do.TellHearing: self.call.tell_hearing,
            do.SwitchCamera: self.call.switch_camera,
            do.SoftenBackground: self.call.soften,
            do.ShareForm: self.call.share_form,
            do.SharePapers: self.call.share_papers,
            do.AnswerMark: self.call.answer_mark,
            do.TellViewBroken: self.call.tell_view_broken,
            do.AnswerAsk: self.call.answer_ask,
            do.NoteChange: self.changes.note,
            do.TakeStill: self.call.take_still,
            do.PrintAsked: self.asked_print.print,
            do.Hold: self.call.hold,
            do.SendLine: self.call.send_line,
            do.AskHelper: self.company.ask,
            do.AnswerHelper: self.company.answer,
            do.EndCompanion: self.company.end,
            do.ConfirmRoster: self.company.confirm,
            do.HideLink: self.company.hide_link,
        }

    def _sound_duties(self) -> Mapping[type[do.Command], Hand]:
        return {
            do.UseHandset: self.voice.use_handset,
            do.SetVolume: self.voice.set_volume,
            do.SetUsualVolume: self.voice.set_usual,
            do.Chime: self.sound.chime,
            do.GuardCard: self.sound.guard,
            do.Say: self.sound.say,
            do.RestSpeech: self.sound.rest,
            do.Hush: self.sound.hush,
        }

    def _paper_duties(self) -> Mapping[type[do.Command], Hand]:
        return {
            do.WatchPaper: self.papers.watch,
            do.TakePage: self.papers.take,
            do.DropPage: self.pages.drop,
            do.ReusePages: self.pages.reuse,
            do.StopWatching: self.papers.stop,
            do.OpenPhone: self.phone.open,
            do.ClosePhone: self.phone.close,
            do.RenderDocument: self.document.render,
            do.CoverLater: self.cover.cover_later,
            do.PrintNotices: self.notices.print,
        }

    def let_go(self) -> None:
        """Camera, lights and lane, while there are devices."""
        self.papers.stop_now()
        self.lane.stop()
        self.board.close()

    def close(self) -> None:
        """Ends their threads, once no device calls into them any more."""
        self.pages.close()
        self.case.close()


def echo_at(settings: Settings) -> EchoCanceller | None:
    """Where no microphone hears a loudspeaker there is no echo."""
    has_both = settings.microphone.startswith("alsa:") and settings.speaker.startswith("alsa:")
    return EchoCanceller() if has_both else None
