"""Check what would go to PyPI: what the wheel and the sdist hold, how large they are, and whose licences travel with them."""

from __future__ import annotations

import sys
import tarfile
import zipfile
from pathlib import Path

LARGEST = {".whl": 6_000_000, ".gz": 9_000_000}
IN_WHEEL = ("cs_scripts/py.typed", "cs_scripts/data/weights.npz", "cs_scripts/data/compiled/book.jsonl", "licenses/LICENSE")
IN_SDIST = ("data/weights.npz", "data/compiled/book.jsonl", "hatch_build.py", "LICENSE", "tests/conftest.py", "Makefile")
NOT_IN_WHEEL = ("tests/", "benchmarks/", "scripts/", ".github/", "cs_scripts/data/messages/", "cs_scripts/data/phrases.yaml")


def problems(folder: Path) -> list[str]:
    """List what is wrong with the files of a folder."""
    wheels, sdists = list(folder.glob("*.whl")), list(folder.glob("*.tar.gz"))
    if len(wheels) != 1 or len(sdists) != 1:
        return [f"{folder} holds {len(wheels)} wheels and {len(sdists)} sdists"]
    with zipfile.ZipFile(wheels[0]) as archive:
        inside = archive.namelist()
        metadata = next(archive.read(name).decode() for name in inside if name.endswith("METADATA"))
    with tarfile.open(sdists[0]) as sources:
        packed = sources.getnames()
    found = [
        f"{path.name} has {path.stat().st_size:,} bytes" for path in (wheels[0], sdists[0]) if path.stat().st_size > LARGEST[path.suffix]
    ]
    found += [f"the wheel lacks {name}" for name in IN_WHEEL if not any(one.endswith(name) for one in inside)]
    found += [f"the sdist lacks {name}" for name in IN_SDIST if not any(one.endswith(name) for one in packed)]
    found += [f"the wheel holds {one}" for one in inside if one.startswith(NOT_IN_WHEEL)]
    found += [f"the metadata lack {field}" for field in ("License-Expression: MIT", "Requires-Python: >=3.10") if field not in metadata]
    if "OpenCC" not in metadata:
        found.append("the README does not name OpenCC, whose table of characters is in the data")
    return found


def main() -> None:
    """Print what is wrong, and end with 1 where something is."""
    found = problems(Path(sys.argv[1]))
    print("\n".join(found) or "ready")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
