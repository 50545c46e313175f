/// Where results go that are too large for the database.
package struct OutputSettings: Sendable, Equatable {
    /// The folder, as an absolute path. Defaults to `output` beside the configuration file.
    package var directory: String
    /// The permissions of new files. Defaults to 0600.
    package var mode: UInt16 = 0o600
    /// The free space in bytes below which no more jobs are claimed. Defaults to 1 GiB.
    package var minFree: Int64 = 1 << 30

    init(_ section: SettingSection) {
        directory = section.filePath("directory") ?? PathText.joined(section.reader.directory, "output", home: nil)
        mode = section.value("mode", due: "file permissions in octal, such as \"0600\"", Self.mode) ?? mode
        minFree = section.size("minFree") ?? minFree
    }

    /// Reads three octal digits, with or without a leading zero. The owner must be able to read and write.
    private static func mode(_ text: String) -> UInt16? {
        let digits = text.hasPrefix("0o") ? text.dropFirst(2) : text[...]
        guard (3...4).contains(digits.count), let mode = UInt16(digits, radix: 8), mode <= 0o777, mode & 0o600 == 0o600
        else { return nil }
        return mode
    }
}
