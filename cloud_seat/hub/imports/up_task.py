"""Core: the tables by which provinces exchange items (`up_task_directory`, `up_task_general_basic`, `…_extend`): which
of their columns say something here, and how their codes are put. What they leave out of an item stays as it is.
"""

from collections.abc import Callable

GONE = "cd_operation"
_GONE_WORDS = ("D", "DELETE", "删除", "注销")
_KINDS = {"1": "即办件", "2": "承诺件"}
_PEOPLE = ("1", "自然人", "个人")


def is_gone(cell: str) -> bool:
    """By the kind of synchronisation: inserted and updated lines are told alike."""
    return cell.strip().upper() in _GONE_WORDS


def _same(cell: str) -> str:
    return cell


def _kind(cell: str) -> str:
    return _KINDS.get(cell, cell)


def _service_object(cell: str) -> str:
    """One of several, where several are listed: who may be a person is served as one."""
    return "person" if not cell or any(cell.startswith(word) or f",{word}" in cell for word in _PEOPLE) else "company"


COLUMNS: dict[str, tuple[str, Callable[[str], str]]] = {
    "task_code": ("code", _same),
    "task_name": ("name_zh", _same),
    "dept_name": ("department_zh", _same),
    "by_law": ("legal_basis", _same),
    "project_type": ("kind", _kind),
    "server_type": ("service_object", _service_object),
    "anticipate_day": ("statutory_working_days", _same),
    "promise_day": ("promised_working_days", _same),
    "accept_condition": ("who", lambda cell: cell.replace("|", "／")),
    "result_name": ("result_zh", _same),
    "transact_addr": ("place_zh", _same),
    "transact_time": ("hours_zh", _same),
}
"""Theirs → ours, and how what stands there is put."""
