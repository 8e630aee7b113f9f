"""Limits: what one run may use by the settings, and less of it where whoever asks for a run wants it to have less."""

from pydantic import Field

from ..errors import BadRequest
from ..sandbox.protocol import Limits
from ..settings import Settings
from ..trace import Record


class LessThan(Record):
    """Limits of one run, each up to the server's own."""

    wall_seconds: float | None = Field(None, gt=0, description="Longest time by the clock, in seconds.")
    memory_bytes: int | None = Field(None, ge=1, lt=2**63, description="Most memory beyond torch itself, in bytes.")
    max_steps: int | None = Field(None, ge=1, lt=2**63, description="Most steps that are recorded.")

    def of(self, own: Limits) -> Limits:
        """The limits of a run on a server with these of its own. Raises BadRequest for more than the server gives."""
        values = vars(own) | self.model_dump(exclude_none=True)
        for name in type(self).model_fields:
            if values[name] > (most := getattr(own, name)):
                raise BadRequest(
                    f'The field "limits.{name}" is {values[name]}; a run on this server may have at most {most}.',
                    hint="Ask for less, or leave the limit out: it is then the server's own.",
                )
        return Limits(**values)


def limits_of(settings: Settings) -> Limits:
    """What a run may use at most."""
    return Limits(**{name: getattr(settings, name) for name in Limits.__dataclass_fields__})
