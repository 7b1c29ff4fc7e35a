"""numpy, pandas and pyarrow: frames by time, day partitions by pyarrow's dataset writer."""

import numpy
import pandas
import pyarrow
import pyarrow.dataset
import pyarrow.parquet

from numpy_series import values_and_kinds
from series import KINDS, START

VERSION = f"numpy {numpy.__version__}, pandas {pandas.__version__}, pyarrow {pyarrow.__version__}"


def make(work):
    values, kinds = values_and_kinds(work)
    when = pandas.date_range(START, periods=work.rows, freq="s", tz="UTC", unit="us", name="timestamp")
    named = pandas.Categorical.from_codes(kinds - 1, KINDS)
    return pandas.DataFrame({"value": values, "is_anomaly": kinds > 0, "anomaly_type": named}, index=when)


def read(folder):
    columns = ["timestamp", "value", "is_anomaly", "anomaly_type"]
    table = pyarrow.dataset.dataset(folder, partitioning="hive").to_table(columns=columns)
    return table.to_pandas().set_index("timestamp").sort_index()


def clean(raw, threshold):
    kept = raw.dropna(subset=["value"])
    value = kept["value"]
    beyond = (value - value.mean()).abs() > threshold * value.std()
    between = value.mask(beyond).interpolate(method="time", limit_direction="both")
    return kept.assign(value=value.mask(beyond & ~kept["is_anomaly"], between))


def resample(cleaned):
    return cleaned[["value"]].resample("5min").mean()


def write(frame, folder):
    when = frame.index
    day = {name: pyarrow.array(getattr(when, name), pyarrow.int32()) for name in ("year", "month", "day")}
    table = pyarrow.Table.from_pandas(frame.reset_index(), preserve_index=False)
    for name, column in day.items():
        table = table.append_column(name, column)
    pyarrow.dataset.write_dataset(
        table,
        folder,
        format="parquet",
        partitioning=pyarrow.dataset.partitioning(
            pyarrow.schema([table.schema.field(name) for name in day]), flavor="hive"
        ),
        file_options=pyarrow.dataset.ParquetFileFormat().make_write_options(compression="snappy"),
        max_partitions=100_000,
        max_open_files=10_000,
    )
