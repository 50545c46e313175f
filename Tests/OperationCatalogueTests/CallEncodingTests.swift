import OperationCatalogue
import Testing

@Suite("Encoding a call")
struct CallEncodingTests {
    private func prepare(_ name: String, _ parameters: [String: JSONValue]) throws -> PreparedCall {
        try CallRequest(operation: OperationCatalogue.builtIn.operation(named: name), parameters: parameters).prepared()
    }

    @Test(
        "leaves unreserved characters alone and encodes everything else once, as UTF-8",
        arguments: [
            ("azAZ09-._~", "azAZ09-._~"), ("a b", "a%20b"), ("a+b/c=d", "a%2Bb%2Fc%3Dd"), ("100%", "100%25"),
            ("%2F", "%252F"), ("ü", "%C3%BC"), ("日本", "%E6%97%A5%E6%9C%AC"), ("😀", "%F0%9F%98%80"),
            ("a,b;c:d@e&f?g#h", "a%2Cb%3Bc%3Ad%40e%26f%3Fg%23h"), ("\r\n\0", "%0D%0A%00"), ("", ""),
            ("'\"<>{}", "%27%22%3C%3E%7B%7D"),
        ])
    func characters(_ text: String, _ encoded: String) {
        #expect(PercentEncoding.encode(text) == encoded)
    }

    @Test("encodes page tokens exactly once")
    func tokens() throws {
        #expect(try prepare("reports.getReports", ["nextToken": "a+/=="]).query == "nextToken=a%2B%2F%3D%3D")
    }

    @Test("puts values into the path without reading them as another parameter")
    func path() throws {
        let call = try prepare(
            "notifications.getSubscriptionById", ["notificationType": "{subscriptionId}", "subscriptionId": "a/b?c"])
        #expect(call.path == "/notifications/v1/subscriptions/%7BsubscriptionId%7D/a%2Fb%3Fc")
        #expect(call.query.isEmpty && call.headers.isEmpty && call.body == nil)
    }

    @Test("writes the query in the order of the catalogue, whatever the order given")
    func order() throws {
        let call = try prepare(
            "reports.getReports",
            ["nextToken": "t", "pageSize": 5, "createdUntil": "2026-01-02", "reportTypes": ["B", "A"]])
        #expect(call.query == "reportTypes=B,A&pageSize=5&createdUntil=2026-01-02&nextToken=t")
    }

    @Test("joins lists by a literal comma and encodes commas inside items")
    func lists() throws {
        let call = try prepare(
            "catalogItems.searchCatalogItems", ["marketplaceIds": "US", "keywords": ["red, blue", "a&b"]])
        #expect(call.query == "marketplaceIds=ATVPDKIKX0DER&keywords=red%2C%20blue,a%26b")
    }

    @Test("repeats the key of each SKU of Fulfillment Inbound, and encodes those twice that hold a sign decoded twice")
    func skus() throws {
        let call = try prepare(
            "fulfillmentInbound.listPrepDetails",
            ["marketplaceId": "US", "mskus": ["plain one", "50%", "a+b", "c,d", "e/f"]])
        #expect(
            call.query == "marketplaceId=ATVPDKIKX0DER&mskus=plain%20one&mskus=50%2525&mskus=a%252Bb&mskus=c%252Cd"
                + "&mskus=e%2Ff")
        let single = try prepare("fulfillmentInbound.listPrepDetails", ["marketplaceId": "US", "mskus": "a,b"])
        #expect(single.query == "marketplaceId=ATVPDKIKX0DER&mskus=a%252Cb")
        let listing = try prepare(
            "listingsItems.getListingsItem", ["sellerId": "S", "sku": "50%+,", "marketplaceIds": "US"])
        #expect(listing.path == "/listings/2021-08-01/items/S/50%25%2B%2C")
    }

    @Test("sends headers as they are")
    func headers() throws {
        let call = try prepare("tracking.getShipmentTracking", ["id": "1", "accept-language": "de-DE, en;q=0.5"])
        #expect(call.headers == [PreparedCall.Header(name: "Accept-Language", value: "de-DE, en;q=0.5")])
        #expect(call.query == "id=1")
    }

    @Test("can be decoded back, whatever the text", arguments: 0..<40 as Range<UInt64>)
    func decodesBack(_ seed: UInt64) throws {
        var random = SplitMix(state: seed)
        for _ in 0..<50 {
            let text = random.text()
            let encoded = PercentEncoding.encode(text)
            let allowed = encoded.utf8.allSatisfy { byte in
                let character = Character(Unicode.Scalar(byte))
                return character.isASCII && (character.isLetter || character.isNumber || "-._~%".contains(character))
            }
            #expect(allowed, "seed \(seed), \(text.debugDescription)")
            #expect(Self.decoded(encoded) == text, "seed \(seed), \(text.debugDescription)")
            let twice = PercentEncoding.encode(encoded)
            #expect(Self.decoded(twice).flatMap(Self.decoded) == text, "seed \(seed), \(text.debugDescription)")
        }
    }

    /// Decodes percent-encoding by another way than it was encoded.
    private static func decoded(_ text: String) -> String? {
        var parts = text.split(separator: "%", omittingEmptySubsequences: false)[...]
        var bytes = Array(parts.removeFirst().utf8)
        for part in parts {
            guard let byte = UInt8(part.prefix(2), radix: 16), part.count >= 2 else { return nil }
            bytes.append(byte)
            bytes += part.dropFirst(2).utf8
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

/// Random numbers that repeat for a seed.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Up to thirty characters out of all of Unicode, ASCII in every second place.
    mutating func text() -> String {
        var scalars = String.UnicodeScalarView()
        for _ in 0..<Int(next() % 30) {
            let bound: UInt64 = next() % 2 == 0 ? 128 : 0x11_0000
            if let scalar = Unicode.Scalar(UInt32(next() % bound)) { scalars.append(scalar) }
        }
        return String(scalars)
    }
}
