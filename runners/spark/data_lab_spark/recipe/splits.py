"""What `splits` of a recipe must be; spec/splits.md, "What is refused"."""

from ..errors import LabError
from .times import instant
from .values import is_instant


def check_splits(splits: list[dict]) -> None:
    """Raises LabError `recipe-value` where splits contradict each other: names that occur twice, ends that do not ascend, shares that leave nothing to the last."""
    names: set[str] = set()
    shares = 0.0
    before: tuple[str, int] | None = None
    for index, split in enumerate(splits):
        path, name, share, until = f"$.splits[{index}]", split["name"], split.get("share"), split.get("until")
        # Folders of some systems do not tell upper from lower case.
        if name.lower() in names:
            raise LabError("recipe-value", f'Expected a unique name, in upper or lower case; "{name}" occurs twice. Choose another.', f"{path}.name")
        names.add(name.lower())
        if index == len(splits) - 1:
            if share is not None or until is not None:
                there = "until" if share is None else "share"
                raise LabError("recipe-value", f'Expected neither share nor until of the last split, which takes the rest; "{name}" has {there}. Leave it out, or add a split after it.', path)
            continue
        if (share is None) == (until is None):
            raise LabError("recipe-value", f'Expected either share or until of a split that is not the last; "{name}" has {"neither" if share is None else "both"}.', path)
        if (share is not None and before) or (until is not None and shares > 0):
            raise LabError("recipe-value", f'Expected shares for all splits or ends for all; "{name}" has another kind than the split before it.', path)
        if share is not None:
            shares += share
            if shares >= 1:
                raise LabError("recipe-value", f'Expected shares whose sum is below 1, so that the last split has rows; up to "{name}" it is {round(shares, 6):g}.', f"{path}.share")
        else:
            if not is_instant(until):
                raise LabError("recipe-value", f'Expected a time that exists, such as 2023-01-01T00:00:00Z; got "{until}".', f"{path}.until")
            end = instant(until)
            if before and end <= before[1]:
                raise LabError("recipe-value", f"Expected an end after that of the split before it, {before[0]}; got {until}.", f"{path}.until")
            before = until, end
