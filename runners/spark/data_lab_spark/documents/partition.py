"""Folders of partitions, as tools that read them have to be told."""

import re

#: Digits and least and greatest value of a folder's number.
UNITS = {"year": (4, 0, 9999), "month": (2, 1, 12), "day": (2, 1, 31), "hour": (2, 0, 23)}
_ATHENA = {"STRING": "string", "DOUBLE": "double", "BOOLEAN": "boolean", "INT32": "int"}


def split_folder(name: str) -> str:
    return f"split={name}"


def _table_name(name: str) -> str:
    """A name of a table that needs no quotes in Athena: lower-case letters, digits and `_`."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    return plain[:120] if re.match("[a-z]", plain) else f"data_{plain[:120]}"


def _years(processed: dict) -> tuple[int, int] | None:
    years = [int(found[1]) for file in processed["files"] if (found := re.search(r"/year=(-?\d+)/", file["path"]))]
    return (min(years), max(years)) if years else None


def athena_table(dataset: dict, splits: list[str]) -> str:
    """`splits`: their names in order of time. `CREATE EXTERNAL TABLE` for Athena with partition projection: no crawler, and no MSCK REPAIR TABLE. The address of the bucket is for whoever runs it to fill in."""
    processed = dataset["processed"]
    place = f"s3://BUCKET/FOLDER/{processed['path']}"
    years = _years(processed)
    parts = [*(["split"] if splits else []), *processed["partitioning"]]
    columns = [f"  `{column['name']}` {_ATHENA.get(column['type'], 'timestamp')}" for column in processed["schema"]]
    projection = []
    for part in parts:
        if part == "split":
            projection += ["'projection.split.type'='enum'", f"'projection.split.values'='{','.join(splits)}'"]
            continue
        digits, least, greatest = UNITS[part]
        from_, to = years if part == "year" and years else (least, greatest)
        projection += [f"'projection.{part}.type'='integer'", f"'projection.{part}.range'='{from_},{to}'", f"'projection.{part}.digits'='{digits}'"]
    lines = [f"CREATE EXTERNAL TABLE {_table_name(dataset['name'])} (", ",\n".join(columns), ")"]
    if parts:
        lines.append(f"PARTITIONED BY ({', '.join(f'`{part}` ' + ('string' if part == 'split' else 'int') for part in parts)})")
    lines += ["STORED AS PARQUET", f"LOCATION '{place}/'"]
    if parts:
        template = "/".join(f"{part}=${{{part}}}" for part in parts)
        settings = ["  'projection.enabled'='true'", *(f"  {line}" for line in projection), f"  'storage.location.template'='{place}/{template}/'"]
        lines += ["TBLPROPERTIES (", ",\n".join(settings), ")"]
    return "\n".join(lines) + ";"
