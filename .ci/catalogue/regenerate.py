#!/usr/bin/env python3
"""Writes Sources/OperationCatalogue/Generated/CatalogueText.swift from a JSON list of operations.

    .ci/catalogue/regenerate.py OPERATIONS.json [OUTPUT.swift]

The input is one JSON array with an object for each operation, made from Amazon's published API models:

  family, version, operationId, method, path      text; (family, version, operationId) is unique but for RENAMED below
  rate, burst, applicationRate                    numbers or null
  pathParams, queryParams, headerParams           lists of {name, type, required} and, where known, items,
                                                  collectionFormat (csv, multi), minItems, maxItems, minimum, maximum,
                                                  maxLength, enum, format, default
  hasBody, bodyRequired, payloadEnvelope          booleans
  successStatus                                   number
  pagination                                      null or {requestParam, in, responseField, repeatOtherParams} and, where
                                                  known, emptyPagesPossible, tokenLifetimeSeconds, responseOperation, style
  grantless                                       null or the scope
  restricted, restrictedDataElements              boolean; list of text, may be absent
  deprecated, deprecation                         boolean; {deprecatedOn, removedOn}, dates or null, may be absent
  retry, retryNote                                safe, check-first or unsafe; text, may be absent
  sandboxOnly                                     boolean

Where the answers of paged operations hold their items is not in the input; the table ITEMS below says it.

The format of the output is described in Sources/OperationCatalogue/Reading/CatalogueReader.swift. The script stops
at anything the format cannot say rather than dropping it. Only the Python standard library is needed.
"""
import collections
import json
import os
import re
import sys

LIMIT = 60_000
OUTPUT = os.path.join(os.path.dirname(__file__), "../../Sources/OperationCatalogue/Generated/CatalogueText.swift")

# Amazon has two operations of this name in one version; the second gets its method appended.
RENAMED = {("shipping", "v2", "linkCarrierAccount", "POST"): "linkCarrierAccountPost"}

# Where an answer holds the items of its page: a dotted path from the top of the answer to one list, or None where it
# has no single list. Read off Amazon's models; the input does not say it. Every paged operation must be here.
ITEMS = {
    "aplusContent.listContentDocumentAsinRelations@2020-11-01": "asinMetadataSet",
    "aplusContent.searchContentDocuments@2020-11-01": "contentMetadataRecords",
    "aplusContent.searchContentPublishRecords@2020-11-01": "publishRecordList",
    "awd.listInboundShipments@2024-05-09": "shipments",
    "awd.listInventory@2024-05-09": "inventory",
    "awd.listOutbounds@2024-05-09": "outboundOrders",
    "awd.listReplenishmentOrders@2024-05-09": "orders",
    "catalogItems.searchCatalogItems@2020-12-01": "items",
    "catalogItems.searchCatalogItems@2022-04-01": "items",
    "dataKiosk.createQuery@2023-11-15": None,  # one document for each query
    "dataKiosk.getQueries@2023-11-15": "queries",
    "externalFulfillmentReturns.listReturns@2024-09-11": "returns",
    "externalFulfillmentShipments.getShipments@2024-09-11": "shipments",
    "fbaInventory.getInventorySummaries@v1": "payload.inventorySummaries",
    "feeds.getFeeds@2021-06-30": "feeds",
    "finances.listBalances@2024-06-19": "balances",
    "finances.listFinancialEventGroups@v0": "payload.FinancialEventGroupList",
    "finances.listFinancialEvents@v0": None,  # an object with a list for each type of event; the other two likewise
    "finances.listFinancialEventsByGroupId@v0": None,
    "finances.listFinancialEventsByOrderId@v0": None,
    "finances.listSummary@2024-06-19": "summaries",
    "finances.listTransactions@2024-06-19": "payload.transactions",
    "financesInvoices.getInvoiceHeaders@2026-06-25": "invoices",
    "fulfillmentInbound.getSelfShipAppointmentSlots@2024-03-20": "selfShipAppointmentSlotsAvailability.slots",
    "fulfillmentInbound.getShipmentItems@v0": "payload.ItemData",
    "fulfillmentInbound.getShipments@v0": "payload.ShipmentData",
    "fulfillmentInbound.listDeliveryWindowOptions@2024-03-20": "deliveryWindowOptions",
    "fulfillmentInbound.listInboundPlanBoxes@2024-03-20": "boxes",
    "fulfillmentInbound.listInboundPlanItems@2024-03-20": "items",
    "fulfillmentInbound.listInboundPlanPallets@2024-03-20": "pallets",
    "fulfillmentInbound.listInboundPlans@2024-03-20": "inboundPlans",
    "fulfillmentInbound.listPackingGroupBoxes@2024-03-20": "boxes",
    "fulfillmentInbound.listPackingGroupItems@2024-03-20": "items",
    "fulfillmentInbound.listPackingOptions@2024-03-20": "packingOptions",
    "fulfillmentInbound.listPlacementOptions@2024-03-20": "placementOptions",
    "fulfillmentInbound.listShipmentBoxes@2024-03-20": "boxes",
    "fulfillmentInbound.listShipmentContentUpdatePreviews@2024-03-20": "contentUpdatePreviews",
    "fulfillmentInbound.listShipmentItems@2024-03-20": "items",
    "fulfillmentInbound.listShipmentPallets@2024-03-20": "pallets",
    "fulfillmentInbound.listTransportationOptions@2024-03-20": "transportationOptions",
    "fulfillmentOutbound.getFeatureInventory@2020-07-01": "payload.featureSkus",
    "fulfillmentOutbound.listAllFulfillmentOrders@2020-07-01": "payload.fulfillmentOrders",
    "fulfillmentOutbound.listOrders@2026-07-04": "orders",
    "invoices.getInvoices@2024-06-19": "invoices",
    "invoices.getInvoicesExports@2024-06-19": "exports",
    "listingsItems.searchListingsItems@2021-08-01": "items",
    "notifications.getSubscriptions@v1": "payload.subscriptions",
    "orders.getOrderItems@v0": "payload.OrderItems",
    "orders.getOrderItemsBuyerInfo@v0": "payload.OrderItems",
    "orders.getOrders@v0": "payload.Orders",
    "orders.searchOrders@2026-01-01": "orders",
    "replenishment.listOfferMetrics@2022-11-07": "offers",
    "replenishment.listOffers@2022-11-07": "offers",
    "reports.getReports@2021-06-30": "reports",
    "sellerWallet.listAccountTransactions@2024-03-01": "transactions",
    "sellerWallet.listTransferSchedules@2024-03-01": "transferSchedules",
    "services.getFixedSlotCapacity@v1": "capacities",
    "services.getRangeSlotCapacity@v1": "capacities",
    "services.getServiceJobs@v1": "payload.jobs",
    "supplySources.getSupplySources@2020-07-01": "supplySources",
    "transfers.listExpectedPayouts@2024-06-01": "expectedPayouts",
    "transfers.listPayouts@2024-06-01": "payouts",
    "vehicles.getVehicles@2024-11-01": "vehicles",
    "vendorDirectFulfillmentOrders.getOrders@2021-12-28": "orders",
    "vendorDirectFulfillmentOrders.getOrders@v1": "payload.orders",
    "vendorDirectFulfillmentShipping.getCustomerInvoices@2021-12-28": "customerInvoices",
    "vendorDirectFulfillmentShipping.getCustomerInvoices@v1": "payload.customerInvoices",
    "vendorDirectFulfillmentShipping.getPackingSlips@2021-12-28": "packingSlips",
    "vendorDirectFulfillmentShipping.getPackingSlips@v1": "payload.packingSlips",
    "vendorDirectFulfillmentShipping.getShippingLabels@2021-12-28": "shippingLabels",
    "vendorDirectFulfillmentShipping.getShippingLabels@v1": "payload.shippingLabels",
    "vendorOrders.getPurchaseOrders@v1": "payload.orders",
    "vendorOrders.getPurchaseOrdersStatus@v1": "payload.ordersStatus",
    "vendorShipments.GetShipmentDetails@v1": "payload.shipments",
    "vendorShipments.GetShipmentLabels@v1": "payload.transportLabels",
}

# Facts about operations that are left out on purpose: they describe the models, not the call.
IGNORED = {
    "api", "model", "rateSource", "consumes", "produces", "errorStatuses", "idempotent", "sandbox", "restrictedNote",
}
USED = {
    "family", "version", "operationId", "method", "path", "rate", "burst", "applicationRate", "pathParams",
    "queryParams", "headerParams", "hasBody", "bodyRequired", "successStatus", "payloadEnvelope", "pagination",
    "grantless", "restricted", "restrictedDataElements", "deprecated", "deprecation", "retry", "retryNote",
    "sandboxOnly",
}
PARAMETER_KEYS = {
    "name", "type", "required", "items", "collectionFormat", "minItems", "maxItems", "minimum", "maximum",
    "maxLength", "enum", "format", "default",
}
PAGINATION_KEYS = {
    "requestParam", "in", "responseField", "repeatOtherParams", "emptyPagesPossible", "tokenLifetimeSeconds",
    "responseOperation", "style",
}
# (type, format) of a single value, and how the text says it.
TYPES = {
    ("string", None): "",
    ("string", "date-time"): ":date-time",
    ("string", "date"): ":date",
    ("string", "boolean"): ":boolean-text",
    ("string", "[A-Z]{2}"): ":country-code",
    ("integer", None): ":integer",
    ("integer", "int32"): ":int32",
    ("integer", "int64"): ":int64",
    ("number", None): ":number",
    ("boolean", None): ":boolean",
}


def fail(message):
    sys.exit(f"regenerate.py: {message}")


def only(keys, allowed, where):
    unknown = set(keys) - allowed
    if unknown:
        fail(f"{where}: no way to say {sorted(unknown)}; teach the format or list them in IGNORED")


def bounds(low, high):
    return "" if low is None and high is None else f"{'' if low is None else low}..{'' if high is None else high}"


def plain(text, where, forbidden=" |{}"):
    text = str(text)
    if not text or any(character in text for character in forbidden) or not text.isprintable():
        fail(f"{where}: {text!r} cannot be written")
    return text


class Tables:
    """Lists of values and notes that occur more than once, numbered by their first use."""

    def __init__(self, operations):
        uses = collections.Counter(
            tuple(map(str, parameter["enum"]))
            for operation in operations
            for place in ("pathParams", "queryParams", "headerParams")
            for parameter in operation[place]
            if "enum" in parameter
        )
        self.values = {values: number for number, values in enumerate((v for v in uses if uses[v] > 1), 1)}
        notes = dict.fromkeys(operation["retryNote"] for operation in operations if operation.get("retryNote"))
        self.notes = {note: number for number, note in enumerate(notes, 1)}

    def lines(self):
        for note, number in self.notes.items():
            yield f"note {number} {plain(note, 'note', forbidden='')}"
        for values, number in self.values.items():
            yield f"values {number} {'|'.join(plain(value, 'values') for value in values)}"

    def known(self, values):
        values = tuple(map(str, values))
        if values in self.values:
            return f"{{@{self.values[values]}}}"
        return "{" + "|".join(plain(value, "values") for value in values) + "}"


def parameter_text(parameter, sigil, operation, tables):
    where = f"{operation['family']}.{operation['operationId']} {parameter['name']}"
    only(parameter, PARAMETER_KEYS, where)
    text = sigil + plain(parameter["name"], where, forbidden=" !:[](){}~%=^") + ("!" if parameter["required"] else "")
    if parameter["type"] == "array":
        if parameter.get("items", "string") != "string" or "format" in parameter:
            fail(f"{where}: only arrays of plain strings can be written")
        multi = {"csv": "", "multi": "+"}[parameter.get("collectionFormat", "csv")]
        text += f"[{multi}{bounds(parameter.get('minItems'), parameter.get('maxItems'))}]"
    else:
        kind = (parameter["type"], parameter.get("format"))
        if kind not in TYPES:
            fail(f"{where}: type {kind} cannot be written")
        text += TYPES[kind]
    span = bounds(parameter.get("minimum"), parameter.get("maximum"))
    text += f"({span})" if span else ""
    text += f"~{parameter['maxLength']}" if "maxLength" in parameter else ""
    text += tables.known(parameter["enum"]) if "enum" in parameter else ""
    # Amazon's documentation asks for double encoding of MSKUs in this API alone.
    if (operation["family"], operation["version"]) == ("fulfillmentInbound", "2024-03-20"):
        text += "%" if "msku" in parameter["name"].lower() else ""
    if "default" in parameter:
        default = parameter["default"]
        if isinstance(default, list):
            default = ",".join(map(str, default))
        elif isinstance(default, bool):
            default = str(default).lower()
        text += "=" + plain(default, where)
    return text


def path_text(operation):
    lengths = {}
    for parameter in operation["pathParams"]:
        only(parameter, {"name", "type", "required", "maxLength"}, f"{operation['operationId']} {parameter['name']}")
        if parameter["type"] != "string" or not parameter["required"]:
            fail(f"{operation['operationId']}: path parameter {parameter['name']} is not a required string")
        lengths[parameter["name"]] = f"~{parameter['maxLength']}" if "maxLength" in parameter else ""
    if sorted(lengths) != sorted(re.findall(r"\{(.*?)\}", operation["path"])):
        fail(f"{operation['operationId']}: the path's names are not those of its parameters")
    return re.sub(r"\{(.*?)\}", lambda match: f"{{{match[1]}{lengths[match[1]]}}}", operation["path"])


def pagination_text(pagination, where):
    only(pagination, PAGINATION_KEYS, where)
    place = {"query": "", "body": "body."}[pagination["in"]]
    text = f"page:{place}{pagination['requestParam']}>{pagination['responseField']}"
    text += {None: "", True: ",repeat", False: ",alone"}[pagination.get("repeatOtherParams")]
    text += ",empty" if pagination.get("emptyPagesPossible") else ""
    text += f",seconds={pagination['tokenLifetimeSeconds']}" if "tokenLifetimeSeconds" in pagination else ""
    text += f",of={pagination['responseOperation']}" if "responseOperation" in pagination else ""
    text += {"token": "", "offset": ",offset"}[pagination.get("style", "token")]
    if where not in ITEMS:
        fail(f"{where}: ITEMS does not say where its answer holds the items")
    text += f",items={plain(ITEMS[where], where, forbidden=' |{},=>')}" if ITEMS[where] is not None else ""
    return text


def operation_text(operation, prefix, tables):
    where = f"{operation['family']}.{operation['operationId']}@{operation['version']}"
    only(operation, USED | IGNORED, where)
    name = RENAMED.get(
        tuple(operation[key] for key in ("family", "version", "operationId", "method")), operation["operationId"])
    plan = "-"
    if operation["rate"] is not None:
        plan = f"{operation['rate']:g}/{operation['burst']}"
        plan += f"/{operation['applicationRate']:g}" if operation["applicationRate"] is not None else ""
    elif operation["applicationRate"] is not None:
        fail(f"{where}: an application rate without a plan cannot be written")
    words = [operation["method"], name, path_text(operation)[len(prefix):] or ".", plan]
    if operation["hasBody"]:
        words.append("body" if operation["bodyRequired"] else "body?")
    if operation["successStatus"] != 200:
        words.append(str(operation["successStatus"]))
    if operation["payloadEnvelope"]:
        words.append("payload")
    if operation["pagination"]:
        words.append(pagination_text(operation["pagination"], where))
    if operation["grantless"]:
        words.append("grantless:" + plain(operation["grantless"], where))
    if operation["restricted"]:
        elements = operation.get("restrictedDataElements") or []
        words.append("restricted:" + ",".join(elements) if elements else "restricted")
    if operation["deprecated"]:
        dates = operation.get("deprecation") or {}
        words.append(f"deprecated:{dates.get('deprecatedOn') or ''}..{dates.get('removedOn') or ''}")
    note = f"@{tables.notes[operation['retryNote']]}" if operation.get("retryNote") else ""
    if operation["retry"] != "safe" or note:
        words.append(operation["retry"] + note)
    if operation["sandboxOnly"]:
        words.append("sandbox-only")
    parameters = [parameter_text(p, "", operation, tables) for p in operation["queryParams"]]
    parameters += [parameter_text(p, "^", operation, tables) for p in operation["headerParams"]]
    return " ".join(words + (["?"] + parameters if parameters else []))


def common_prefix(paths):
    """The longest start that all paths share and that ends in a slash before any parameter."""
    start = os.path.commonprefix(paths).split("{")[0]
    return start[:start.rindex("/") + 1]


def catalogue_text(operations):
    tables = Tables(operations)
    paged = {f"{o['family']}.{o['operationId']}@{o['version']}" for o in operations if o["pagination"]}
    if ITEMS.keys() - paged:
        fail(f"ITEMS names what is not paged: {sorted(ITEMS.keys() - paged)}")
    groups = collections.OrderedDict()
    for operation in operations:
        groups.setdefault((operation["family"], operation["version"]), []).append(operation)
    lines = list(tables.lines())
    for (family, version), members in groups.items():
        prefix = common_prefix([path_text(member) for member in members])
        lines.append(f"api {family} {version} {prefix}")
        lines += [operation_text(member, prefix, tables) for member in members]
    names = collections.Counter()
    group = ""
    for line in lines:
        words = line.split(" ")
        if words[0] == "api":
            group = " ".join(words[1:3])
        elif words[0] not in ("note", "values"):
            names[f"{group} {words[1]}"] += 1
    repeated = [name for name, count in names.items() if count > 1]
    if repeated:
        fail(f"names occur more than once, add them to RENAMED: {repeated}")
    return "\n".join(lines)


def main():
    if len(sys.argv) not in (2, 3):
        fail("usage: regenerate.py OPERATIONS.json [OUTPUT.swift]")
    with open(sys.argv[1], encoding="utf-8") as file:
        operations = json.load(file)
    text = catalogue_text(operations)
    if '"""#' in text or "\\#" in text:
        fail("the text would end the string literal")
    size = len(text.encode())
    if size >= LIMIT:
        fail(f"the text has {size} bytes; the compiler needs minutes for long literals, keep it under {LIMIT}")
    output = sys.argv[2] if len(sys.argv) == 3 else OUTPUT
    with open(output, "w", encoding="utf-8") as file:
        file.write(
            "// swift-format-ignore-file\n"
            "// Generated by .ci/catalogue/regenerate.py from Amazon's published API models. Do not edit.\n"
            "\n"
            f"/// The text of the built-in catalogue: {len(operations)} operations. `CatalogueReader` describes its form.\n"
            "enum CatalogueText {\n"
            "    /// The whole text, one line for each operation.\n"
            f'    static let builtIn = #"""\n{text}\n"""#\n'
            "}\n"
        )
    print(f"{os.path.normpath(output)}: {len(operations)} operations, {size} bytes")


main()
