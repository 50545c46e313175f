#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Reads the files of the configuration, so that a test can do without a disk.
package protocol ConfigurationFiles: Sendable {
    /// The text of the file at `path`; `nil` when there is none. Blocks.
    ///
    /// - Throws: The reason why a file that is there cannot be read.
    func text(at path: String) throws(ConfigurationFileFailure) -> String?
}

/// Why a file of the configuration cannot be read.
package struct ConfigurationFileFailure: Error, Sendable {
    /// The reason in words. Never holds the content.
    package let reason: String

    /// Creates a failure.
    package init(_ reason: String) {
        self.reason = reason
    }
}

/// The files on disk.
package struct DiskConfigurationFiles: ConfigurationFiles {
    /// The most bytes that a file may hold. Ten thousand sellers written out take about two million.
    private static let maximumSize = 64 << 20

    /// The files on disk.
    package init() {}

    package func text(at path: String) throws(ConfigurationFileFailure) -> String? {
        var isDirectory = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { return nil }
        guard !isDirectory else { throw ConfigurationFileFailure("it is a folder") }
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw ConfigurationFileFailure("permission denied or a failing disk")
        }
        guard data.count <= Self.maximumSize else { throw ConfigurationFileFailure("it is larger than 64 MiB") }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ConfigurationFileFailure("it is not UTF-8")
        }
        return text
    }
}
