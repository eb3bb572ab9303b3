"""What came of feeding inputs of one kind."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Outcome:
    """`faults` say in a line each what was wrong, with the input or the batch in which it was."""

    inputs: int = 0
    faults: list[str] = field(default_factory=list)

    def wrong(self, what: str, given: object) -> None:
        """Count a fault; the input is shown shortened, in ASCII."""
        self.faults.append(f"{what[:400]} ← {ascii(given)[:600]}")
