import Foundation
import Testing

/// A file that holds what the program printed when somebody last looked at it and found it right.
///
/// With `SPWORKER_UPDATE_GOLDEN=1` in the environment the files are written instead of compared:
///
///     SPWORKER_UPDATE_GOLDEN=1 swift test --filter PromiseJourneys && git diff Tests/EndToEndTests/Golden
///
/// What is then different is what users will notice. Names that are gone or changed belong into CHANGELOG.md.
struct GoldenFile {
    /// The path below the folder `Golden`.
    let name: String

    init(_ name: String) {
        self.name = name
    }

    /// The folder of all golden files.
    static var folder: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Golden")
    }

    /// Whether the files are written instead of compared.
    static var isUpdating: Bool { ProcessInfo.processInfo.environment["SPWORKER_UPDATE_GOLDEN"] == "1" }

    private static let cure =
        "If that is meant: SPWORKER_UPDATE_GOLDEN=1 swift test --filter PromiseJourneys, and look at the difference in git."

    private var place: URL { Self.folder.appending(path: name) }

    /// Expects that the file holds the text, but for line breaks at the end.
    func expect(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let present = Self.trimmed(text)
        if Self.isUpdating {
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data((present + "\n").utf8).write(to: place)
            return
        }
        guard let data = FileManager.default.contents(atPath: place.path) else {
            Issue.record("There is no golden file \(name). \(Self.cure)", sourceLocation: sourceLocation)
            return
        }
        let golden = Self.trimmed(String(decoding: data, as: UTF8.self))
        guard golden != present else { return }
        Issue.record(
            "\(name) has changed. \(Self.cure)\n\(Self.difference(golden, present))", sourceLocation: sourceLocation)
    }

    /// Expects that a folder of golden files holds these and no others; deletes the others when files are written.
    static func expectOnly(
        _ names: some Sequence<String>, in subfolder: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let place = folder.appending(path: subfolder)
        let present = try FileManager.default.contentsOfDirectory(atPath: place.path)
        for stray in Set(present).subtracting(names).sorted() {
            if isUpdating {
                try FileManager.default.removeItem(at: place.appending(path: stray))
            } else {
                Issue.record(
                    "\(subfolder)/\(stray) belongs to nothing any more. \(cure)", sourceLocation: sourceLocation)
            }
        }
    }

    private static func trimmed(_ text: String) -> String {
        var text = text
        while text.last?.isNewline ?? false { text.removeLast() }
        return text
    }

    /// The lines that only one of the texts has.
    private static func difference(_ golden: String, _ present: String) -> String {
        let before = golden.split(separator: "\n", omittingEmptySubsequences: false)
        let after = present.split(separator: "\n", omittingEmptySubsequences: false)
        return after.difference(from: before).map { change in
            switch change {
            case .remove(_, let line, _): "- \(line)"
            case .insert(_, let line, _): "+ \(line)"
            }
        }.joined(separator: "\n")
    }
}
