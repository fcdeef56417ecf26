"""A value that is refused, in the writer's words: what is wrong, and what to write instead."""


def printable(text: str) -> str:
    """The text on one line, with an escape for what no terminal or report should be sent."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)


class Refused(ValueError):  # noqa: N818 - the domain's word; it is what pydantic carries to `load`
    """A value outside its grammar.

    `what` is one clause for the headline, `mend` one imperative for the help line (may be empty),
    `at` the field below the refused map that is to blame (empty: the value itself).
    """

    def __init__(self, what: str, mend: str = "", at: tuple[str | int, ...] = ()) -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend
        self.at = at


class Contradiction(Refused):
    """Fields that are each fine and do not go together; told of the merged object only."""
