"""roc-validator accepts ro-crate-metadata.json as a Process Run Crate, without a network."""

import io
from importlib import resources

import requests
from requests.adapters import BaseAdapter
from rocrate_validator.models import Severity
from rocrate_validator.services import ValidationSettings, validate
from rocrate_validator.utils.http import HttpRequester

from support import edit_json

PATH = "ro-crate-metadata.json"
# The context that the package rocrate brings along. It is that of RO-Crate 1.3, which has the terms of 1.1 that bundles use, under the same names.
CONTEXT = resources.files("rocrate").joinpath("data/ro-crate.jsonld").read_bytes()


class Offline(BaseAdapter):
    """Answers for the context of RO-Crate; any other address is an error."""

    def send(self, request, **_):
        if request.url != "https://w3id.org/ro/crate/1.1/context":
            raise requests.ConnectionError(f"{request.url}: the check has no network")
        response = requests.Response()
        response.status_code = 200
        response.url = request.url
        response.request = request
        response.headers["Content-Type"] = "application/ld+json"
        response.raw = io.BytesIO(CONTEXT)
        response._content = CONTEXT
        return response

    def close(self):
        pass


def issues_of(root, severity=Severity.REQUIRED):
    settings = ValidationSettings(
        rocrate_uri=str(root), profile_identifier="process-run-crate", requirement_severity=severity, no_cache=True
    )
    HttpRequester.initialize_cache(no_cache=True)
    HttpRequester().session.mount("https://", Offline())
    result = validate(settings)
    return [f"{issue.check.identifier}: {issue.message} ({issue.violatingEntity})" for issue in result.get_issues(severity)]


def entity(document, name):
    return next(one for one in document["@graph"] if one["@id"] == name)


def check_faults(report, bundles, sound):
    def faulty(change):
        copy = bundles.copy(sound)
        edit_json(copy.root / PATH, change)
        return lambda: not issues_of(copy.root)

    report.rejects("roc-validator: a run without a tool is refused", faulty(lambda crate: entity(crate, "#run").pop("instrument")))
    report.rejects("roc-validator: a crate of no profile is refused", faulty(lambda crate: entity(crate, "./").pop("conformsTo")))
    report.rejects("roc-validator: a crate without a licence is refused", faulty(lambda crate: entity(crate, "./").pop("license")))

    def without_file():
        copy = bundles.copy(sound)
        (copy.root / "data/metadata/recipe.json").unlink()
        return not issues_of(copy.root)

    report.rejects("roc-validator: a file that is not there is refused", without_file)


def check(report, bundles):
    for bundle in bundles.all:
        # What differs for a crate is names, what is said of the data set, and stages; a validation takes seconds.
        if bundle is not bundles.main and bundle.name not in ("no-partition", "splits", "two-stages"):
            continue
        name = f"{bundle.name}: roc-validator"
        report.attempt(name, lambda bundle=bundle, name=name: report.equal(f"{name} finds nothing that is required", issues_of(bundle.root), []))
    sound = next(bundle for bundle in bundles.all if bundle.name == "splits")
    report.attempt("roc-validator: faults can be planted", lambda: check_faults(report, bundles, sound))
