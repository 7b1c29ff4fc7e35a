"""What is said of a data set beside its rows: Croissant's Responsible AI properties (RAI 1.0) and provenance by PROV-O."""

from ..json_text import code_units
from ..labels import Followed
from ..software import APPLICATION
from ..words import plural, share
from .ids import id_of

#: How each kind of label came to be.
_ORIGINS = {
    "imported": "from files of labels or label columns",
    "manual": "drawn by a person",
    "detected": "proposed by a detector and accepted by a person",
    "injected": "of anomalies that were injected into the values",
}
_KINDS = {"file": "a file", "labels": "a file of labels", "synthetic": "a generated series", "copy": "a generated copy"}


def _annotation(labels: list[Followed]) -> str | None:
    """How many labels there are of each origin; None without labels."""
    if not labels:
        return None
    counts = {origin: sum(one.label.origin == origin for one in labels) for origin in _ORIGINS}
    return f"{plural(len(labels), 'label')}: {'; '.join(f'{counts[origin]} {text}' for origin, text in _ORIGINS.items() if counts[origin])}."


def _known_limits(dataset: dict) -> list[str]:
    """What the run shows of the values that are there."""
    processed, checks = dataset["processed"], dataset["checks"]
    filled, rows, series = processed["filled"], processed["rows"], processed["series"]
    irregular = sum(not one["regular"] for one in series)
    said = []
    if filled["filledRows"]:
        said.append(f"{share(filled['filledRows'], rows)} of the values were filled in and not observed; column filled marks them.")
    if filled["missingRows"]:
        said.append(f"{share(filled['missingRows'], rows)} of the rows have no value.")
    if irregular:
        said.append(f"{irregular} of {len(series)} series have no regular grid of times.")
    if checks["failed"]:
        said.append(f"{plural(checks['failed'], 'check')} failed: {checks['path']}.")
    return said


def responsible_ai(dataset: dict, labels: list[Followed]) -> dict:
    """What a person said of the data set, and what the run shows. Nothing else: a property of which neither is known is absent."""
    about, processed = dataset["about"], dataset["processed"]
    steps = [one for one in dataset["transformations"] if not one["off"]]
    missing = processed["filled"]["missingRows"]
    detectors = {one.label.entry["detector"] for one in labels if one.label.origin == "detected" and one.label.entry.get("detector") is not None}
    found = {
        "rai:dataCollection": about["collection"],
        "rai:dataCollectionMissingData": f"{missing} of {processed['rows']} rows have no value: column value is null." if missing else None,
        "rai:dataImputationProtocol": " ".join(one["sentence"] for one in steps if one["kind"] == "missing") or None,
        "rai:dataPreprocessingProtocol": [one["sentence"] for one in steps],
        "rai:dataAnnotationProtocol": _annotation(labels),
        "rai:machineAnnotationTools": sorted(detectors, key=code_units),
        "rai:dataLimitations": [*([] if about["limitations"] is None else [about["limitations"]]), *_known_limits(dataset)],
        "rai:dataBiases": about["biases"],
        "rai:personalSensitiveInformation": about["personalInformation"],
        "rai:dataUseCases": about["useCases"],
        "rai:dataSocialImpact": about["socialImpact"],
        "rai:hasSyntheticData": any(one["kind"] in ("synthetic", "copy") for one in dataset["sources"]) or any(one.label.origin == "injected" for one in labels),
    }
    return {name: value for name, value in found.items() if value is not None and value != []}


def provenance(dataset: dict) -> dict:
    """Where the rows come from, and what made them of it."""
    recipe = dataset["recipe"]
    agents = [{"@type": "prov:SoftwareAgent" if one["role"] == APPLICATION else "prov:Agent", "prov:label": f"{one['name']} {one['version']}"} for one in dataset["software"]]
    steps = [one for one in dataset["transformations"] if not one["off"]]
    return {
        "prov:wasDerivedFrom": [
            {
                "@type": "prov:Entity",
                "@id": f"source/{id_of(one['name'])}",
                "prov:label": one["name"],
                "description": _KINDS[one["kind"]],
                **({} if one["sha256"] is None else {"sha256": one["sha256"]}),
            }
            for one in dataset["sources"]
        ],
        "prov:wasGeneratedBy": [
            {
                "@type": "prov:Activity",
                "prov:label": f"The recipe {recipe['path']} was run and its rows were exported.",
                "prov:endedAtTime": dataset["created"],
                "prov:used": {"@id": id_of(recipe["path"])},
                "prov:wasAssociatedWith": agents,
            },
            *({"@type": "prov:Activity", "prov:type": one["kind"], "prov:label": one["sentence"]} for one in steps),
        ],
    }
