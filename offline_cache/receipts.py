"""Shell: the hub's receipts, come back on the stick on which the cases were carried away; see `queue`."""

from pathlib import Path

from offline_cache.cache import Cache
from offline_cache.intake_papers import Receipt, read_receipt

RECEIPTS = "receipts"


def take_receipts(cache: Cache, folder: Path) -> list[Receipt]:
    """Ends every waiting case whose signed receipt came back in an export folder.

    Raises RemoteAnswerError for one that does not verify, NoTrustError; what was ended before stays so.
    """
    taken = []
    for case in cache.pending():
        path = folder / RECEIPTS / f"{case.case_id}.json"
        if not path.exists():
            continue
        _, digest = cache.outbox.manifest(case.case_id)
        key = cache.trust.receipt_key()
        receipt = read_receipt(path.read_bytes(), receipt_key=key, case_id=case.case_id, manifest_sha256=digest)
        cache.outbox.start_upload(case.case_id)
        cache.accept(receipt)
        taken.append(receipt)
    return taken
