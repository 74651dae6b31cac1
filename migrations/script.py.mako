"""${message}.

Why this is safe while the service runs: (say it here)
"""

from alembic import op
import sqlalchemy as sa
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    """(what is true afterwards)."""
    ${upgrades if upgrades else "raise NotImplementedError"}


def downgrade() -> None:
    """(what is true afterwards)."""
    ${downgrades if downgrades else "raise NotImplementedError"}
