"""Core: an invented resident's matter, as a booth shares it. Nobody is called that, and nobody was born in 1899."""

import io
import uuid
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np

from cloud_seat.contract.signalling import FormShared, HealthReported, ScanShared
from cloud_seat.contract.text import Text

ITEM = "longevity-allowance"
VALUES: dict[str, Any] = {
    "applicant_name": "测试甲",
    "sex": "女",
    "nation": "汉",
    "birth": "1899-03-02",
    "address": "广东省广州市番禺区测试路 1 号",
    "id_number": "440113189903020020",
    "phone": "1380013800",
    "relation": "self",
    "live_address": "广州市番禺区测试路",
    "bank_name": "gzrcb",
    "bank_account": "6217000000000033914",
    "account_holder_same": "yes",
}
SHORT_PHONE = Text(zh="还差 1 位", en="1 more digit needed")
PAPERS = {"social-card": "社会保障卡复印件", "authorisation": "委托书"}


def new_id() -> str:
    """As a kiosk chooses them."""
    return str(uuid.uuid4())


@dataclass
class Matter:
    """One call about one case."""

    call_id: str = field(default_factory=new_id)
    case_id: str = field(default_factory=new_id)
    item_id: str = ITEM

    def form(self, *, stage: str = "form", **more: Any) -> FormShared:
        """The form as it stands; `values` are laid over the usual ones."""
        values = {**VALUES, **more.pop("values", {})}
        more.setdefault("hidden", ("agent_name", "account_holder_name"))
        return FormShared(
            call_id=self.call_id, case_id=self.case_id, item_id=self.item_id, form_id=ITEM, form_version=1,
            values=values, stage=stage, **more,
        )  # fmt: skip

    def scan(self, scan_id: str, material_id: str) -> ScanShared:
        """A paper that was uploaded."""
        return ScanShared(
            call_id=self.call_id, scan_id=scan_id, material_id=material_id, name=Text(zh=PAPERS[material_id])
        )


def health() -> HealthReported:
    """A booth whose receipt printer wants paper."""
    devices = dict.fromkeys(("id_card", "face_camera", "document_printer", "scanner"), "ready")
    return HealthReported(
        devices={**devices, "receipt_printer": "blocked"}, reasons={"receipt_printer": ("paper_out",)}
    )


def paper(width: int, height: int) -> bytes:
    """JPEG of a sheet with lines."""
    sheet = np.full((height, width, 3), (232, 241, 244), dtype=np.uint8)
    for y in range(120, height - 60, 48):
        cv2.line(sheet, (60, y), (width - 60 - y % 200, y), (120, 110, 100), 3)
    cv2.putText(sheet, "SAMPLE", (60, 80), cv2.FONT_HERSHEY_SIMPLEX, 2, (127, 107, 13), 5)
    done, data = cv2.imencode(".jpg", sheet)
    assert done
    return io.BytesIO(data.tobytes()).getvalue()
