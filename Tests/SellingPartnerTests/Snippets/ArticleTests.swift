import Foundation
import Testing

@Suite("The articles")
struct ArticleTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    private static let articles = folder.deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/SellingPartner/SellingPartner.docc")

    @Test(
        "show no code that is not compiled here",
        arguments: ["GettingStarted", "Pages", "Reports", "RestrictedData", "Retries"])
    func compiled(_ article: String) throws {
        let text = try String(contentsOf: Self.articles.appending(path: article + ".md"), encoding: .utf8)
        let compiled = try FileManager.default.contentsOfDirectory(at: Self.folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasSuffix("Snippets.swift") }
            .map { Self.lines(try String(contentsOf: $0, encoding: .utf8)[...]) }
        let blocks = Self.blocks(text)
        #expect(!blocks.isEmpty)
        for block in blocks {
            #expect(compiled.contains { $0.contains(block) }, "not compiled:\n\(block.joined(separator: "\n"))")
        }
    }

    /// The blocks of Swift, as lines without their indentation.
    private static func blocks(_ text: String) -> [[String]] {
        var blocks: [[String]] = []
        var rest = text[...]
        while let start = rest.firstRange(of: "```swift\n"),
            let end = rest[start.upperBound...].firstRange(of: "\n```")
        {
            blocks.append(lines(rest[start.upperBound..<end.lowerBound]))
            rest = rest[end.upperBound...]
        }
        return blocks
    }

    private static func lines(_ text: Substring) -> [String] {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
