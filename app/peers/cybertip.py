"""The client of PyPI (ncmec-cybertip) at a machine door: reports with everything that its models know, the whole sequence, and each
state that it can meet. A line of JSON for each step.

Usage: run cybertip.py URL USER PASSWORD. All that it says is made up."""

import asyncio
import enum
import json
import sys
import types
import typing
from datetime import date, datetime, timezone

import ncmec_cybertip as client_of
from ncmec_cybertip.files import FileDetails
from ncmec_cybertip.report import InternetDetails, Report
from pydantic_xml import BaseXmlModel

WHEN = datetime(2026, 1, 5, 10, tzinfo=timezone.utc)
BY_NAME = {
    "country": "DE", "country_code": "DE", "flea_country": "FR", "state": "CA", "country_calling_code": "+49", "extension": "12",
    "ip_address": "192.0.2.7", "url": "https://example.org/a", "profile_url": "https://example.org/b",
    "legal_url": "https://example.org/l", "location_of_file": "https://example.org/f",
}
BY_KIND = {bool: True, int: 5, float: 1.5, datetime: WHEN, date: date(2001, 1, 1)}


def value(kind, name):
    """Something that fits a field of a model."""
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        return value(parts[0], name)
    if origin in (types.UnionType, typing.Union):
        return value(next(part for part in parts if part is not type(None)), name)
    if origin is list:
        return [value(parts[0], name)] * 2
    if issubclass(kind, enum.Enum):
        return list(kind)[0]
    if issubclass(kind, BaseXmlModel):
        return whole(kind)
    return BY_KIND.get(kind, BY_NAME.get(name, "Fictional"))


def whole(model, but=()):
    """A model with every field that it has."""
    fields = {name: value(field.annotation, name) for name, field in model.model_fields.items() if name not in but}
    return model(**fields)


def tell(step, **what):
    print(json.dumps({"step": step, **what}), flush=True)


async def code_of(step, call):
    try:
        await call
        tell(step, code=0)
    except client_of.ApiError as fault:
        tell(step, code=int(fault.response_code), words=fault.description)


async def main(url, user, password):
    async with client_of.CyberTiplineClient(username=user, password=password, base_url=url) as client:
        tell("status", words=(await client.status()).response_description)
        tell("xsd", length=len(await client.get_xsd()))
        for name, field in InternetDetails.model_fields.items():
            report = whole(Report, but=("internet_details",))
            report.internet_details = [InternetDetails(**{name: value(field.annotation, name)})]
            opened = await client.submit(report)
            tell("submit", of=name, report=opened.report_id)
        number = opened.report_id
        await code_of("details of no file", client.file_info(FileDetails(report_id=number, file_id="a" * 32)))
        for name in ("one.jpg", "two.jpg"):
            bytes_of = f"Fictional bytes of {name}".encode()
            taken = await client.upload(number, bytes_of, filename=name)
            tell("upload", file=taken.file_id, md5=taken.hash, hashes=[one.value for one in client_of.file_hashes(bytes_of)])
            details = whole(FileDetails)
            details.report_id, details.file_id = number, taken.file_id
            await code_of("details", client.file_info(details))
        done = await client.finish(number)
        tell("finish", report=done.report_id, files=done.file_ids)
        await code_of("finish twice", client.finish(number))
        await code_of("retract what is finished", client.retract(number))
        await code_of("upload to what is finished", client.upload(number, b"Fictional"))
        await code_of("retract", client.retract(number - 1))
        await code_of("retract twice", client.retract(number - 1))
        await code_of("finish what is retracted", client.finish(number - 1))
        await code_of("upload to no report", client.upload(1, b"Fictional"))
    async with client_of.CyberTiplineClient(username=user, password="wrong", base_url=url) as nobody:
        await code_of("nobody", nobody.status())


asyncio.run(main(*sys.argv[1:]))
