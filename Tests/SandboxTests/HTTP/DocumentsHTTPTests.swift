import JobStoreTesting
import OperationCatalogue
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(5))) struct DocumentsHTTPTests {
    private static let plain = DocumentShape(size: .rows(50), compression: .none)

    @Test func `a document has its rows, and the control path knows its length and digests`() async throws {
        try await withSandbox(.documents(Self.plain)) { client in
            let token = try await client.token()
            let id = try await client.document(token: token)
            let told = try await client.call("/reports/2021-06-30/documents/\(id)", token: token)
            #expect(told.json?["reportDocumentId"]?.string == id && told.json?["compressionAlgorithm"] == nil)
            let url = try #require(told.json?["url"]?.string)
            let document = try await client.send("GET", url)
            #expect(document.status == 200 && document.header("content-type") == "text/plain; charset=UTF-8")
            let lines = document.text.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count == 52 && lines.last == "")
            #expect(lines.dropLast().allSatisfy { $0.count { $0 == "\t" } == 7 })
            #expect(Set(lines).count == 52, "no row is like another")
            #expect(!document.text.utf8.allSatisfy { $0 < 0x80 })
            let figures = try await client.figures(ofDocument: id)
            for member in ["text", "raw", "stored"] {
                #expect(figures[member]?["bytes"] == .integer(Int64(document.bytes.count)))
                #expect(figures[member]?["sha256"] == figures["text"]?["sha256"])
            }
            #expect(figures["rows"] == .integer(50))
            #expect(try await client.send("GET", url).bytes == document.bytes, "it is the same each time")
            let other = try await client.document(token: token)
            #expect(try await client.figures(ofDocument: other)["raw"] != figures["raw"])
        }
    }

    @Test(arguments: [DocumentShape.Size.rows(0), .rows(1), .rows(4096), .rows(4097), .bytes(600_000)])
    func `a compressed document is one gzip stream of any length`(size: DocumentShape.Size) async throws {
        try await withSandbox(.documents(DocumentShape(size: size))) { client in
            let token = try await client.token()
            let id = try await client.document(token: token)
            let told = try await client.call("/reports/2021-06-30/documents/\(id)", token: token)
            #expect(told.json?["compressionAlgorithm"]?.string == "GZIP")
            let stored = try await client.send("GET", try #require(told.json?["url"]?.string))
            #expect(stored.bytes.prefix(2) == [0x1f, 0x8b] && stored.header("content-encoding") == nil)
            let figures = try await client.figures(ofDocument: id)
            #expect(figures["stored"]?["bytes"] == .integer(Int64(stored.bytes.count)))
            let query = "?enableContentEncodingUrlHeader=true"
            let text = try await client.inflated(client.address(ofDocument: id, query, token: token)).text
            #expect(figures["raw"]?["bytes"] == .integer(Int64(text.utf8.count)))
            let rows = try #require(figures.number("rows"))
            #expect(text.utf8.count { $0 == UInt8(ascii: "\n") } == rows + 1)
            switch size {
            case .rows(let wanted): #expect(rows == wanted)
            case .bytes(let wanted): #expect((wanted..<wanted + 500).contains(text.utf8.count))
            }
        }
    }

    @Test(arguments: DocumentShape.Charset.allCases)
    func `a charset has text of its own`(charset: DocumentShape.Charset) async throws {
        let shape = DocumentShape(size: .rows(40), charset: charset, compression: .none)
        try await withSandbox(.documents(shape)) { client in
            let token = try await client.token()
            let id = try await client.document(token: token)
            let document = try await client.send("GET", client.address(ofDocument: id, token: token))
            #expect(document.header("content-type") == "text/plain; charset=\(charset.rawValue)")
            let isUTF8 = String(validating: document.bytes, as: UTF8.self) != nil
            #expect(isUTF8 == (charset == .utf8))
            #expect(!document.bytes.contains(UInt8(ascii: "?")), "a character is not one of the charset")
            let figures = try await client.figures(ofDocument: id)
            #expect(figures["raw"]?["bytes"] == .integer(Int64(document.bytes.count)))
            #expect((figures["text"]?["sha256"] == figures["raw"]?["sha256"]) == isUTF8)
        }
    }

    @Test(arguments: [
        (DocumentShape.Format.csv, "text/csv", "item-name,"), (.json, "application/json", "{\"reportSpecification\""),
        (.jsonLines, "application/jsonl", "{\"item-name\""), (.xml, "text/xml", "<?xml version=\"1.0\""),
    ])
    func `a format has a type and a beginning`(
        format: DocumentShape.Format, type: String, start: String
    ) async throws {
        let shape = DocumentShape(size: .rows(5), compression: .none, format: format)
        try await withSandbox(.documents(shape)) { client in
            let token = try await client.token()
            let id = try await client.document(token: token)
            let document = try await client.send("GET", client.address(ofDocument: id, token: token))
            #expect(document.header("content-type") == "\(type); charset=UTF-8")
            #expect(document.text.hasPrefix(start), "\(document.text)")
            if format == .json { #expect(document.json?.items("items")?.count == 5) }
        }
    }

    @Test func `flat files of Japan are in Shift_JIS`() async throws {
        try await withSandbox(.standard(sellers: 3)) { client in
            let token = try await client.token(seller: 3)
            let created = try await client.call(
                "POST", "/reports/2021-06-30/reports", region: .farEast, token: token,
                body: #"{"reportType":"GET_MERCHANT_LISTINGS_ALL_DATA","marketplaceIds":["A1VC38T7YXB528"]}"#)
            let id = try #require(created.json?["reportId"]?.string)
            client.timekeeper.advance(by: .seconds(150))
            let report = try await client.call("/reports/2021-06-30/reports/\(id)", region: .farEast, token: token)
            let document = try #require(report.json?["reportDocumentId"]?.string)
            let figures = try await client.figures(ofDocument: document)
            #expect(figures["contentType"]?.string == "text/plain; charset=Shift_JIS")
        }
    }

    @Test func `a part of a document is sent to whom asks for it, as long as it is the same document`() async throws {
        try await withSandbox(.documents(DocumentShape(size: .rows(300)))) { client in
            let token = try await client.token()
            let url = try await client.address(ofDocument: client.document(token: token), token: token)
            let whole = try await client.send("GET", url)
            let tag = try #require(whole.header("etag"))
            let count = whole.bytes.count
            for (range, part) in [
                ("bytes=100-", 100..<count), ("bytes=0-0", 0..<1), ("bytes=5-9", 5..<10),
                ("bytes=-7", count - 7..<count),
                ("bytes=7-999999", 7..<count),
            ] {
                let answer = try await client.send("GET", url, headers: [("range", range), ("if-range", tag)])
                #expect(answer.status == 206 && answer.bytes == Array(whole.bytes[part]), "\(range)")
                #expect(
                    answer.header("content-range") == "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(count)")
            }
            let other = try await client.send("GET", url, headers: [("range", "bytes=5-"), ("if-range", "\"x\"")])
            #expect(other.status == 200 && other.bytes == whole.bytes)
            #expect(try await client.send("GET", url, headers: [("range", "bytes=\(count)-")]).status == 416)
        }
    }

    @Test func `an address is good for five minutes, for one method, as it was given out, and without a token`()
        async throws
    {
        try await withSandbox(.documents(Self.plain)) { client in
            let token = try await client.token()
            let document = try await client.document(token: token)
            let url = try await client.address(ofDocument: document, token: token)
            #expect(url.contains("X-Amz-Expires=300&") && url.contains("X-Amz-Signature="))
            #expect(try await client.send("GET", url).status == 200)
            #expect(client.state.ledger.complaintCount == 0)
            let refused = [
                try await client.send("GET", url.replacing("X-Amz-Signature=", with: "X-Amz-Signature=0")),
                try await client.send("GET", String(url.prefix { $0 != "?" })),
                try await client.send("PUT", url, body: "x"), try await client.send("HEAD", url),
                try await client.send("GET", url, headers: [("x-amz-access-token", token)]),
                try await client.send("GET", url, headers: [("authorization", "Bearer x")]),
            ]
            #expect(refused.map(\.status) == [403, 403, 403, 403, 403, 403])
            #expect(refused[0].text.contains("<Code>SignatureDoesNotMatch</Code>"))
            #expect(client.state.ledger.complaintCount == 6)
            client.timekeeper.advance(by: .seconds(299))
            #expect(try await client.send("GET", url).status == 200)
            client.timekeeper.advance(by: .seconds(2))
            let late = try await client.send("GET", url)
            #expect(late.status == 403 && late.header("content-type") == "application/xml")
            #expect(late.text.contains("<Message>Request has expired</Message>"))
            #expect(client.state.ledger.complaintCount == 6, "a client cannot know how long a way takes")
            let fresh = try await client.address(ofDocument: document, token: token)
            #expect(try await client.send("GET", fresh).status == 200)
            #expect(client.state.ledger.callCount(operation: "documents.get", seller: "seller-1", status: 200) == 3)
        }
    }
}
