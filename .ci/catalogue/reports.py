#!/usr/bin/env python3
"""Writes Sources/OperationCatalogue/Generated/ReportTypeText.swift from a JSON list of report types.

    .ci/catalogue/reports.py REFERENCE.json [OUTPUT.swift]

The input is an object whose member reportTypes is a list, made from Amazon's pages on report type values, of objects with

  reportType, category, audience             text, category may be null; audience is seller, vendor or both
  requestable, schedulable, automatic        booleans, or all null where nothing is known
  restricted                                 boolean
  format                                     tab, csv, json, xml, pdf, xlsx or null
  status                                     text, see STANDINGS
  removal                                    a date, may be absent
  maxRangeDays, lookbackDays                 numbers, may be absent
  minRequestIntervalHours                    number, may be absent
  generationHoursUpTo                        number, may be absent
  onlyIn                                     list of countries and regions, may be absent
  reportOptions                              object of {values?, required}, may be absent

The form of the output is described in Sources/OperationCatalogue/Reports/ReportTypeReader.swift. The script stops at
anything the form cannot say rather than dropping it. Only the Python standard library is needed.
"""
import json
import os
import sys

OUTPUT = os.path.join(os.path.dirname(__file__), "../../Sources/OperationCatalogue/Generated/ReportTypeText.swift")
MAKINGS = {
    (True, False, False): "request",
    (True, True, False): "request+schedule",
    (False, True, False): "schedule",
    (False, False, True): "amazon",
    (None, None, None): "-",
}
STANDINGS = {
    "listed": "listed",
    "not in the 2026 docs listing": "unlisted",
    "only in the 2022 restricted list": "unlisted",
    "removal date passed": "leaving",
    "removed": "removed",
}
# Numbers, and how the text says them.
NUMBERS = {
    "maxRangeDays": "range={}d",
    "lookbackDays": "lookback={}d",
    "minRequestIntervalHours": "interval={}h",
    "generationHoursUpTo": "takes={}h",
}
USED = {
    "reportType", "category", "audience", "requestable", "schedulable", "automatic", "restricted", "format", "status",
    "removal", "onlyIn", "reportOptions", *NUMBERS,
}
# Left out on purpose: nothing is checked with them.
IGNORED = {
    "source", "schema", "restrictedRoleInvolved", "oneScheduleSharedWith", "minRangeHours", "availableFromDayOfMonth",
    "tooEarlyOutcome",
}


def fail(message):
    sys.exit(f"reports.py: {message}")


def plain(text, where):
    if not text or any(c in text for c in " |{},=!") or not text.isprintable():
        fail(f"{where}: {text!r} cannot be written")
    return text


def option(name, facts, where):
    if set(facts) - {"values", "required"}:
        fail(f"{where}: no way to say {sorted(facts)} of option {name}")
    values = ",".join(plain(value, where) for value in facts.get("values", []))
    return "?" + plain(name, where) + ("!" if facts["required"] else "") + ("{" + values + "}" if values else "")


def line(item):
    where = item["reportType"]
    unknown = set(item) - USED - IGNORED
    if unknown:
        fail(f"{where}: no way to say {sorted(unknown)}; teach the form or list them in IGNORED")
    making = (item["requestable"], item["schedulable"], item["automatic"])
    if making not in MAKINGS or item["status"] not in STANDINGS:
        fail(f"{where}: {making}, {item['status']!r} cannot be written")
    if item["audience"] not in ("seller", "vendor", "both"):
        fail(f"{where}: audience {item['audience']!r}")
    standing = STANDINGS[item["status"]]
    if (standing in ("leaving", "removed")) != ("removal" in item):
        fail(f"{where}: a removal needs its date, and nothing else has one")
    words = [
        plain(where, where), item["audience"], plain(item["category"] or "-", where), MAKINGS[making],
        plain(item["format"] or "-", where), standing + ("=" + item["removal"] if "removal" in item else ""),
    ]
    words += ["restricted"] if item["restricted"] else []
    words += [form.format(item[key]) for key, form in NUMBERS.items() if key in item]
    words += ["only=" + ",".join(plain(place, where) for place in item["onlyIn"])] if item.get("onlyIn") else []
    words += [option(name, facts, where) for name, facts in item.get("reportOptions", {}).items()]
    return " ".join(words)


def main():
    if len(sys.argv) not in (2, 3):
        fail("usage: reports.py REFERENCE.json [OUTPUT.swift]")
    with open(sys.argv[1], encoding="utf-8") as file:
        types = json.load(file)["reportTypes"]
    names = [item["reportType"] for item in types]
    if len(set(names)) != len(names):
        fail("a type occurs twice")
    text = "\n".join(line(item) for item in types)
    if '"""#' in text or "\\#" in text:
        fail("the text would end the string literal")
    output = sys.argv[2] if len(sys.argv) == 3 else OUTPUT
    with open(output, "w", encoding="utf-8") as file:
        file.write(
            "// swift-format-ignore-file\n"
            "// Generated by .ci/catalogue/reports.py from Amazon's pages on report type values. Do not edit.\n"
            "\n"
            f"/// The text of the {len(types)} report types that are known. `ReportTypeReader` describes its form.\n"
            "enum ReportTypeText {\n"
            "    /// The whole text, one line for each type.\n"
            f'    static let builtIn = #"""\n{text}\n"""#\n'
            "}\n"
        )
    print(f"{os.path.normpath(output)}: {len(types)} types, {len(text.encode())} bytes")


main()
