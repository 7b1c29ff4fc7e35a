"""The table for Athena in README.md parses as Athena's SQL, has the columns of the files, and its projection finds every file."""

import itertools
import re

import pyarrow.parquet as pq
import sqlglot
from sqlglot import exp

TYPES = {"string": "string", "double": "double", "bool": "boolean", "int32": "int", "timestamp[us, tz=UTC]": "timestamp"}


def statement_of(root):
    return re.search(r"```sql\n(CREATE EXTERNAL TABLE.*?)\n```", (root / "README.md").read_text("utf-8"), re.DOTALL)[1]


def projected(properties, parts):
    """All folders that the projection names, below the table's own."""
    values = []
    for part in parts:
        if properties[f"projection.{part}.type"] == "enum":
            values.append(properties[f"projection.{part}.values"].split(","))
        else:
            low, high = properties[f"projection.{part}.range"].split(",")
            digits = int(properties[f"projection.{part}.digits"])
            values.append([str(number).zfill(digits) for number in range(int(low), int(high) + 1)])
    template = properties["storage.location.template"]
    for chosen in itertools.product(*values):
        place = template
        for part, value in zip(parts, chosen):
            place = place.replace("${" + part + "}", value)
        yield place


def finds(bundle):
    """Whether a query of the table would see every file of the last stage, by its columns and folders."""
    stage = bundle.stages[-1]
    tree = sqlglot.parse_one(statement_of(bundle.root), dialect="athena")
    if not isinstance(tree, exp.Create) or tree.kind != "TABLE":
        return f"no CREATE TABLE: {tree!r}"
    columns = {one.name: one.kind.sql("hive").lower() for one in tree.this.expressions}
    schema = pq.read_schema(bundle.root / stage["files"][0]["path"])
    wanted = {field.name: TYPES[str(field.type)] for field in schema}
    if columns != wanted:
        return f"columns {columns}, in the files {wanted}"
    properties = {one.this.name: one.args["value"].name for one in tree.find_all(exp.Property) if type(one) is exp.Property}
    location = tree.find(exp.LocationProperty).this.name
    by = tree.find(exp.PartitionedByProperty)
    parts = [one.name for one in by.this.expressions] if by else []
    prefix = location.removesuffix(stage["path"] + "/")
    folders = set(projected(properties, parts)) if parts else {location}
    missed = [file["path"] for file in stage["files"] if prefix + file["path"].rsplit("/", 1)[0] + "/" not in folders]
    return f"not found: {missed}" if missed else None


def check(report, bundles):
    for bundle in bundles.all:
        name = f"{bundle.name}: the table for Athena has the columns and finds every file"
        report.attempt(name, lambda bundle=bundle, name=name: report.equal(name, finds(bundle), None))

    sound = next(bundle for bundle in bundles.all if bundle.name == "splits")

    def faulty(old, new):
        copy = bundles.copy(sound)
        readme = copy.root / "README.md"
        text = readme.read_text("utf-8")
        assert old in text, f"expected {old!r} in README.md to plant a fault in"
        readme.write_text(text.replace(old, new), "utf-8")
        return lambda: finds(copy) is None

    report.rejects("athena: a year that is left out is seen", faulty("'projection.year.range'='2022,", "'projection.year.range'='2023,"))
    report.rejects("athena: a wrong type is seen", faulty("`value` double", "`value` string"))
    report.rejects("athena: a statement that does not parse is seen", faulty("CREATE EXTERNAL TABLE variant_splits (", "CREATE EXTERNAL TABLE variant_splits (("))
