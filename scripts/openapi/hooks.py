"""What Schemathesis must know of Tutela: how its own texts look, which records there are; and what was sent, counted."""

import atexit
import json
import os
import random
import re
from collections import Counter
from xml.etree import ElementTree

import schemathesis
from hypothesis import strategies as st

KNOWN = json.loads(os.environ.get("TUTELA_OPENAPI_KNOWN", "{}"))
NUMBER = re.compile(r"[0-9a-fA-F]{32}")

day = st.builds("{:04}-{:02}-{:02}".format, st.integers(1950, 2026), st.integers(1, 12), st.integers(1, 28))
year = st.integers(1950, 2026).map(str)
dates = st.one_of(day, year, day.map(lambda one: one[:7]), st.builds("{}/{}".format, year, year), st.just(".."))
schemathesis.openapi.format("edtf", dates)
schemathesis.openapi.format("record-number", st.binary(min_size=16, max_size=16).map(bytes.hex))
schemathesis.openapi.format("iso-3166-1", st.sampled_from(["NL", "TH", "BR", "NO", "KE"]))
schemathesis.openapi.format("receipt", st.one_of(st.text(), st.sampled_from(KNOWN.get("receipt", ["0000"]))))


@schemathesis.serializer("application/x-ndjson")
def lines(context, value):
    """One line of a file: what is made up is a line, and no file."""
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "surrogateescape")


@schemathesis.deserializer("application/xml")
def of_the_wire(context, response):
    """An answer of the wire: elements by their names, numbers as such. What has no number in it is no answer but the schema."""
    root = ElementTree.fromstring(response.content)
    if root.tag not in ("reportResponse", "reportDoneResponse"):
        return {}
    told = {one.tag: int(one.text) if one.tag in ("responseCode", "reportId") else one.text or "" for one in root}
    if "files" in told:
        told["files"] = {"fileId": [one.text for one in root.find("files")]}
    return told


# Names under which addresses speak of a record whose column is called otherwise.
ALSO = {"id": "release_id", "match": "match_id", "finding": "number", "release": "release_id"}


def known(name, value):
    """In the place of a number that nothing has, mostly one of a record of that kind; what is no number stays what it is."""
    if name == "entry" and isinstance(value, int) and value > 0:
        return 1 + value % 500
    if not isinstance(value, str) or not NUMBER.fullmatch(value) or random.random() < 0.2:
        return value
    kind = KNOWN.get(name) or KNOWN.get(f"{name}_id") or KNOWN.get(ALSO.get(name)) or sum(KNOWN.values(), [])
    return random.choice(kind) if kind else value


def walked(value, name=""):
    if isinstance(value, dict):
        return {key: walked(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [walked(item, name) for item in value]
    return known(name, value)


@schemathesis.hook
def before_call(context, case, kwargs):
    if isinstance(case.body, dict):
        body = walked(case.body)
        if NUMBER.fullmatch(str(body.get("id"))) and random.random() < 0.8:
            # The same id again is the same act: then nothing new comes of it.
            body["id"] = random.randbytes(16).hex()
        # What is put in anew is judged anew, and files are not judged rightly then.
        if body != case.body:
            case.body = body
    if case.path_parameters:
        case.path_parameters = walked(dict(case.path_parameters))


ANSWERS = Counter()


@schemathesis.hook
def after_call(context, case, response):
    ANSWERS[case.operation.label, response.status_code] += 1


@atexit.register
def told():
    path = os.environ.get("TUTELA_OPENAPI_TALLY")
    if path:
        with open(path, "w", encoding="utf-8") as file:
            json.dump([[label, status, count] for (label, status), count in sorted(ANSWERS.items())], file)
