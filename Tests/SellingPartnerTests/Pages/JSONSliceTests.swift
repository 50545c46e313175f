import JobStoreTesting
import OperationCatalogue
import Ports
import Testing

@testable import SellingPartner

@Suite("Values inside a JSON text")
struct JSONSliceTests {
    private func slice(_ text: String) throws -> JSONSlice { try JSONSlice(Array(text.utf8)) }

    private func line(_ slice: JSONSlice?) -> String? {
        guard let slice else { return nil }
        var bytes: [UInt8] = []
        slice.append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("A value is found by its path, past look-alikes in strings and deeper objects")
    func path() throws {
        let text = #"""
             { "a" : {"payload": 1}, "b" : "\"payload\": 2", "payload" :
              { "list" : [ {"x":[1,2,{"y":"]}"}]} , null ], "NextToken" : "t+\/=\u00e9" } }
            """#
        let value = try slice(text)
        #expect(value.value(at: "payload.NextToken")?.string == "t+/=é")
        #expect(line(value.value(at: "payload.list")) == #"[{"x":[1,2,{"y":"]}"}]},null]"#)
        #expect(value.value(at: "payload.missing") == nil)
        #expect(value.value(at: "b.payload") == nil)
        #expect(value.value(at: "payload.list.x") == nil)
    }

    @Test("Items are kept to the letter, but for the space around their parts")
    func letters() throws {
        let value = try slice("[ 1.0 , 12345678901234567890.10 ,\n{ \"a b\" : \" c \\\" d \" }, [ ], {}, \"\", true]")
        #expect(
            value.elements?.map { line($0) } == [
                "1.0", "12345678901234567890.10", #"{"a b":" c \" d "}"#, "[]", "{}", "\"\"", "true",
            ])
    }

    @Test("Strings, numbers and lists are told apart")
    func kinds() throws {
        #expect(try slice("null").string == nil)
        #expect(try slice(" 12 ").integer == 12)
        #expect(try slice("1.5").integer == nil)
        #expect(try slice("\"1\"").integer == nil)
        #expect(try slice("[]").elements?.isEmpty == true)
        #expect(try slice("{}").elements == nil)
    }

    @Test("What is not JSON is refused", arguments: ["", "{", "[1,]", "{\"a\":1} x", "<html>"])
    func refused(text: String) {
        #expect(throws: JSONSyntax.Fault.self) { try slice(text) }
    }

    @Test("Every value that was written is found again", arguments: 0..<20)
    func walk(seed: UInt64) throws {
        let random = SeededRandom(seed: seed)
        func draw(_ bound: Int) -> Int { Int(random.unit() * Double(bound)) }
        func value(_ depth: Int) -> JSONValue {
            switch draw(depth > 3 ? 4 : 6) {
            case 0: .null
            case 1: .bool(draw(2) == 0)
            case 2: .integer(Int64(draw(1000)) - 500)
            case 3: .string(["", "a", "\"", "\\", "{[,:]}", "é\n\t", "\\\""][draw(7)])
            case 4: .array((0..<draw(4)).map { _ in value(depth + 1) })
            default:
                .object(Dictionary((0..<draw(4)).map { ("k\($0)", value(depth + 1)) }) { first, _ in first })
            }
        }
        let members = Dictionary(uniqueKeysWithValues: (0..<5).map { ("m\($0)", value(0)) })
        let whole = try slice(JSONValue.object(members).text)
        for (name, member) in members {
            #expect(line(whole.value(at: name)) == member.text, "seed \(seed)")
            if case .array(let items) = member {
                #expect(whole.value(at: name)?.elements?.map { line($0) } == items.map(\.text), "seed \(seed)")
            }
        }
    }
}
