"""What lies in a folder of rule files. A file that nobody reads would be law that nobody applies: it is a fault."""

from pathlib import Path

from app.domain.errors import Fault
from app.domain.language.located import Place

# Notes for people may lie anywhere beside the rules.
NOTES = ".md"
RULES = ".yaml"


def yaml_files(
    folder: Path, source: str, *, home: Path, subfolders: tuple[str, ...], faults: list[Fault]
) -> list[Path]:
    """The YAML files of ``folder`` in the order of their names; hidden files are passed over.

    ``faults`` gains one for every other file but a note, every folder not named in ``subfolders``, and every link that
    leads out of ``home``, which is not followed.
    """
    files = []
    for path in sorted(visible(folder), key=lambda path: path.name):
        place = Place(f"{source}/{path.name}")
        if not lies_within(path, home):
            faults.append(Fault(place, "The link leads out of the folder of its version: put the file itself here."))
        elif path.is_dir():
            if path.name not in subfolders:
                known = " and ".join(f"`{name}`" for name in subfolders)
                faults.append(
                    Fault(place, f"No rules are read from a folder `{path.name}`: only {known} may lie here.")
                )
        elif path.suffix == RULES and path.is_file():
            files.append(path)
        elif path.suffix != NOTES:
            message = f"`{path.name}` is not read as a rule file: let its name end in {RULES}, or move it away."
            faults.append(Fault(place, message))
    return files


def visible(folder: Path) -> list[Path]:
    """Everything in ``folder`` but what is hidden; nothing if there is no such folder."""
    return [path for path in folder.iterdir() if not path.name.startswith(".")] if folder.is_dir() else []


def lies_within(path: Path, home: Path) -> bool:
    """Whether ``path`` is in ``home`` after all links are followed."""
    return path.resolve().is_relative_to(home.resolve())
