"""Shell: what a roll-out needs of rehearsals told before: a booth keeps its night over the upgrade."""

from alembic import op

from cloud_seat.hub.store import rehearsals, releases

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """One row a booth."""
    db = op.get_bind()
    for kiosk_id, (at, told) in rehearsals.newest(db).items():
        releases.put_night(db, kiosk_id, rehearsals.night_of(told, at))
