"""A team's object that CODEOWNERS would not see, or would give to another team."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import Authored


def check(x: Authored) -> Iterator[Problem]:
    """Flag each file of an object outside its team's folder, or inside another's."""
    for file in x.files:
        holder = _holder(file, x.folders)
        if holder == x.team or (holder is None and x.team not in x.folders):
            continue
        where = (
            "outside its team's folder" if holder is None else f"in the folder of team `{holder}`"
        )
        yield Problem(
            Place(x.owner, ("name",)),
            f"{x.owner.kind} `{x.owner.name}` of team `{x.team}` has a document in {file}, {where}",
            "of this object",
            hint=_mend(x, file, holder),
        )


def _holder(file: str, folders: dict[str, str]) -> str | None:
    """The team whose folder holds the file; of nested folders the innermost counts."""
    holding = [team for team, folder in folders.items() if file.startswith(f"{folder}/")]
    return max(holding, key=lambda team: len(folders[team]), default=None)


def _mend(x: Authored, file: str, holder: str | None) -> str:
    if x.team in x.folders:
        return f"move {file} to {x.folders[x.team]}/ of its layer"
    return f"move {file} out of {x.folders[holder or '']}/, or give team `{x.team}` a folder"


_TEAM = """\
kind: Team
name: reviews
folder: %s
"""

RULE = Rule(
    id="outside-team-folder",
    family="team",
    severity=Severity.WARNING,
    in_production=Severity.ERROR,
    of=Authored,
    summary="object of a team outside the team's folder",
    why="Review rights follow folders (CODEOWNERS): such a file is changed without its team, "
    "or with the wrong one.",
    hint="move the file into the team's folder",
    source="https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners",
    bad=_TEAM % "teams/reviews",
    good=_TEAM % "reviews",
    check=check,
    waiver="environment",
)
