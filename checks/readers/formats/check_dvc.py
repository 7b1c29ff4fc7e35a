"""DVC finds the folder as data.dvc says, and takes it over unchanged."""

import json
import os
import subprocess
import sys

os.environ["DVC_NO_ANALYTICS"] = "1"


def dvc(root, *arguments):
    environment = {**os.environ, "DVC_SITE_CACHE_DIR": str(root.parent / "site-cache"), "DVC_GLOBAL_CONFIG_DIR": str(root.parent / "config")}
    done = subprocess.run([sys.executable, "-m", "dvc", *arguments], cwd=root, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout


def status_of(root):
    """What `dvc status` says of data.dvc: nothing once the folder is in DVC's cache; modified where it is not as the file says."""
    return json.loads(dvc(root, "status", "--json"))


def prepared(bundles, bundle):
    copy = bundles.copy(bundle)
    dvc(copy.root, "init", "--no-scm", "--quiet")
    return copy.root


def check_bundle(report, bundles, bundle):
    name = f"{bundle.name}: dvc"
    root = prepared(bundles, bundle)
    before = (root / "data.dvc").read_text("utf-8")
    report.equal(
        f"{name}: the folder is as data.dvc says, and not in the cache yet",
        status_of(root),
        {"data.dvc": [{"changed outs": {"data": "not in cache"}}]},
    )
    dvc(root, "commit", "--force", "--quiet", "data.dvc")
    report.equal(f"{name}: nothing has changed once it is committed", status_of(root), {})
    report.equal(f"{name}: data.dvc is what DVC itself writes", (root / "data.dvc").read_text("utf-8"), before)


def check_faults(report, bundles, sound):
    part = sound.stages[-1]["files"][0]["path"]

    def as_dvc_has_it(change):
        """Whether DVC, which hashes the folder anew, leaves data.dvc as it is."""
        root = prepared(bundles, sound)
        change(root)
        before = (root / "data.dvc").read_text("utf-8")
        dvc(root, "commit", "--force", "--quiet", "data.dvc")
        return (root / "data.dvc").read_text("utf-8") == before

    def other_hash(root):
        text = (root / "data.dvc").read_text("utf-8")
        digit = text.split("md5: ")[1][0]
        (root / "data.dvc").write_text(text.replace("md5: " + digit, "md5: " + ("0" if digit != "0" else "1"), 1), "utf-8")

    report.rejects("dvc: a file that is gone is seen", lambda: as_dvc_has_it(lambda root: (root / part).unlink()))
    report.rejects("dvc: a wrong hash is seen", lambda: as_dvc_has_it(other_hash))

    def unseen():
        root = prepared(bundles, sound)
        dvc(root, "commit", "--force", "--quiet", "data.dvc")
        (root / part).unlink()
        (root / part).write_bytes(b"other")
        return status_of(root) == {}

    report.rejects("dvc: a file that changes later is seen by dvc status", unseen)


def check(report, bundles):
    for bundle in bundles.all:
        # What differs for DVC is the names of files; each takes seconds.
        if bundle is bundles.main or bundle.name in ("no-partition", "splits"):
            report.attempt(f"{bundle.name}: dvc", lambda bundle=bundle: check_bundle(report, bundles, bundle))
    sound = next(bundle for bundle in bundles.all if bundle.name == "splits")
    report.attempt("dvc: faults can be planted", lambda: check_faults(report, bundles, sound))
