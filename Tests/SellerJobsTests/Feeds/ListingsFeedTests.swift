import JobModel
import JobStoreTesting
import OperationCatalogue
import Testing

@testable import SellerJobs

@Suite("Listings from a file of messages")
struct ListingsFeedTests {
    private struct Portions: ByteSource {
        var rest: ArraySlice<UInt8>
        let size: Int

        init(_ text: String, from offset: Int64 = 0, size: Int = 7) {
            rest = Array(text.utf8)[...].dropFirst(Int(offset))
            self.size = size
        }

        mutating func next() -> [UInt8] {
            defer { rest = rest.dropFirst(size) }
            return Array(rest.prefix(size))
        }
    }

    private let header = ListingsHeader(sellerID: "A1\"X", issueLocale: "en_US")

    private func message(_ sku: String, id: String? = nil, more: String = "") -> String {
        (id.map { "{\"messageId\": \($0), " } ?? "{") + "\"sku\":\"\(sku)\",\"operationType\":\"DELETE\"\(more)}"
    }

    private func plan(_ text: String, largest: Int = 10 << 20) throws -> ListingsPlan {
        try ListingsPlan(Portions(text), header: header, largest: largest)
    }

    private func document(_ text: String, _ part: ListingsPlan.Part) throws -> [UInt8] {
        var document = ListingsDocument(Portions(text, from: part.offset), header: header, part: part)
        var bytes: [UInt8] = []
        while case let portion = try document.next(), !portion.isEmpty { bytes += portion }
        return bytes
    }

    private func problems(_ text: String, largest: Int = 10 << 20) -> [String] {
        do {
            _ = try plan(text, largest: largest)
            return []
        } catch {
            return (error as? JobRejection)?.problems ?? ["\(error)"]
        }
    }

    @Test("messages without ids get the numbers of their lines")
    func numbered() throws {
        let text = "\u{FEFF} \(message("a")) \r\n\n\(message("b"))"
        let plan = try plan(text)
        #expect(plan.parts.count == 1 && plan.parts[0].messages == 2 && plan.parts[0].lines == 1...3)
        let bytes = try document(text, plan.parts[0])
        #expect(bytes.count == plan.parts[0].bytes)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"{"header":{"issueLocale":"en_US","sellerId":"A1\"X","version":"2.0"},"messages":["#
                + #"{"messageId":1,"sku":"a","operationType":"DELETE"},{"messageId":3,"sku":"b","operationType":"DELETE"}]}"#
        )
    }

    @Test("messages with ids stay as they are")
    func own() throws {
        let text = "\(message("a", id: "12", more: ", \"x\": 1.10"))\n\(message("b", id: "3"))\n"
        let document = String(decoding: try document(text, try plan(text).parts[0]), as: UTF8.self)
        #expect(
            document.contains(#"{"messageId": 12, "sku":"a","operationType":"DELETE", "x": 1.10},{"messageId": 3,"#))
    }

    @Test(
        "every division holds each message once, in its order, and no document reaches the bound",
        arguments: UInt64(1)...40)
    func divided(round: UInt64) throws {
        let random = SeededRandom(seed: round)
        let count = 1 + random.below(60)
        let text = (0..<count).map { number in
            message("s\(number)", more: ",\"p\":\"\(String(repeating: "x", count: random.below(201)))\"")
        }.joined(separator: "\n")
        let largest = 400 + random.below(2600)
        let plan = try plan(text, largest: largest)
        var skus: [String] = []
        for part in plan.parts {
            let bytes = try document(text, part)
            #expect(bytes.count == part.bytes && bytes.count < largest, "seed \(round)")
            guard case .array(let messages)? = try JSONReader.value(of: bytes)["messages"] else {
                Issue.record("seed \(round): no messages")
                return
            }
            #expect(messages.count == part.messages, "seed \(round)")
            skus += messages.compactMap { $0["sku"]?.string }
        }
        #expect(skus == (0..<count).map { "s\($0)" }, "seed \(round)")
    }

    @Test("lines that are no messages are told by number, the good ones between them not")
    func bad() {
        let text = [
            message("a"), "[1]", "{broken", #"{"sku":"b"}"#, #"{"sku":"","operationType":"DELETE"}"#,
            message("c", id: "1"),
            message("d", id: "0"), message("e", id: "\"7\""),
        ].joined(separator: "\n")
        let problems = problems(text)
        #expect(problems.map { String($0.prefix(7)) } == (2...8).map { "Line \($0):" })
        #expect(problems[2].contains("'operationType'") && problems[3].contains("'sku'"))
        #expect(problems[4].contains("give all of them one, or none"))
    }

    @Test("an id that occurs twice is refused, and so is an empty file")
    func twice() {
        #expect(problems("\(message("a", id: "1"))\n\(message("b", id: "1"))")[0].contains("messageId 1 too"))
        #expect(problems(" \n")[0].contains("no messages"))
        #expect(problems(message("a"), largest: 50)[0].contains("alone makes a feed of 50 bytes"))
    }

    @Test("a SKU may be in one feed as often as it likes, but not in two, which might be applied in either order")
    func ordered() throws {
        let text = [message("a"), message("b"), message("c"), message(#"\u0061"#)].joined(separator: "\n")
        #expect(try plan(text).parts.count == 1)
        // Two messages fill a feed.
        let largest = try plan([message("a"), message("b")].joined(separator: "\n")).parts[0].bytes + 1
        let problems = problems(text, largest: largest)
        #expect(problems.count == 1 && problems[0].hasPrefix("Line 4: the SKU 'a' is in line 1 too"), "\(problems)")
        #expect(
            self.problems([message("a"), message("a"), message("b")].joined(separator: "\n"), largest: largest) == [])
    }

    @Test("of many problems the first twenty are told, and the others counted")
    func many() {
        let problems = problems(String(repeating: "no\n", count: 100))
        #expect(problems.count == 21 && problems[20].contains("80 more"))
    }

    @Test("a file that changed after it was divided is noticed")
    func changed() throws {
        let text = "\(message("a"))\n\(message("b"))"
        let part = try plan(text).parts[0]
        for other in [
            message("a"), "\(message("a"))\n\(message("bb"))", "\(message("a"))\n\n\(message("b"))", "",
            "\(message("a"))\n\(message("c"))", "\(message("a"))\nno",
        ] {
            #expect(throws: JobRejection.self) { try document(other, part) }
        }
    }
}
