"""What all sections have in common: nobody adds to them, changes them, or has a secret printed."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """One section, or all of them."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, hide_input_in_errors=True)
