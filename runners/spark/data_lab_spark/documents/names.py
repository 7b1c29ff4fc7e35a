"""Where the documents of a bundle lie. `version`: of the data set."""

FOLDER = "data/metadata"


def document_paths(version: int) -> dict[str, str]:
    return {
        "recipe": f"{FOLDER}/recipe.json",
        "dataset": f"{FOLDER}/dataset_v{version}.json",
        "anomalies": f"{FOLDER}/anomalies_v{version}.json",
        "checks": f"{FOLDER}/checks_v{version}.json",
        "lineage": f"{FOLDER}/openlineage.ndjson",
    }


def schema_path(kind: str) -> str:
    return f"{FOLDER}/schemas/{kind}.schema.json"
