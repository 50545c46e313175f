import Secrets
package import SellerJobs

/// Where results go that are too large for the database.
package struct OutputSettings: Sendable, Equatable {
    /// The folder, as an absolute path. Defaults to `output` beside the configuration file.
    package var directory: String
    /// The permissions of new files. Defaults to 0600.
    package var mode: UInt16 = 0o600
    /// The free space in bytes below which no more jobs are claimed. Defaults to 1 GiB.
    package var minFree: Int64 = 1 << 30
    /// What becomes of something that stands where an output is to go. Replaced by default: a path that every run fills in
    /// alike is meant to hold the latest.
    package var existing = ExistingOutput.replace
    /// How outputs lie in S3. Those that name no bucket go there when one is set here.
    package var s3 = ObjectSettings()

    init(_ section: SettingSection) {
        directory = section.filePath("directory") ?? PathText.joined(section.reader.directory, "output", home: nil)
        mode = section.value("mode", due: "file permissions in octal, such as \"0600\"", Self.mode) ?? mode
        minFree = section.size("minFree") ?? minFree
        existing = Self.word(section, "existing") ?? existing
        s3 = Self.s3(section.section("s3"))
    }

    private static func s3(_ section: SettingSection) -> ObjectSettings {
        var settings = ObjectSettings()
        settings.bucket = section.value("bucket", due: "the name of a bucket, such as acme-reports") { text in
            ObjectSettings.isBucket(text) ? text : nil
        }
        settings.prefix = section.value("prefix", due: "the beginning of keys, such as spworker/", prefix) ?? ""
        settings.region = section.value("region", due: "an AWS region such as eu-west-1") { text in
            AWSRegions.isName(text) ? text : nil
        }
        settings.endpoint = section.serviceURL("endpoint")
        settings.encryption = word(section, "serverSideEncryption")
        settings.kmsKeyID = section.text("kmsKeyId", due: "the id or ARN of a KMS key")
        settings.storageClass = section.value("storageClass", due: "a storage class such as STANDARD_IA") { text in
            !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isUppercase || $0.isNumber || $0 == "_") } ? text : nil
        }
        if settings.bucket == nil, !settings.prefix.isEmpty {
            section.report("prefix", "it counts for the bucket of output.s3 alone, and none is set", "add bucket: NAME")
        }
        if settings.kmsKeyID != nil, settings.encryption != .kms {
            section.report(
                "kmsKeyId", "a key counts with serverSideEncryption: aws:kms alone", "add it, or remove the key")
        }
        return settings
    }

    /// A beginning of keys without a slash in front and with one at its end; `nil` for text that is none.
    private static func prefix(_ text: String) -> String? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let inner = text.hasSuffix("/") ? parts.dropLast() : parts[...]
        guard !text.isEmpty, text.utf8.count <= 200, !inner.contains(where: { ["", ".", ".."].contains($0) }),
            !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
        else { return nil }
        return text.hasSuffix("/") ? text : text + "/"
    }

    private static func word<Word: RawRepresentable & CaseIterable>(_ section: SettingSection, _ key: String) -> Word?
    where Word.RawValue == String {
        let words = Word.allCases.map(\.rawValue).joined(separator: " or ")
        return section.value(key, due: words) { Word(rawValue: $0) }
    }

    /// Reads three octal digits, with or without a leading zero. The owner must be able to read and write.
    private static func mode(_ text: String) -> UInt16? {
        let digits = text.hasPrefix("0o") ? text.dropFirst(2) : text[...]
        guard (3...4).contains(digits.count), let mode = UInt16(digits, radix: 8), mode <= 0o777, mode & 0o600 == 0o600
        else { return nil }
        return mode
    }
}
