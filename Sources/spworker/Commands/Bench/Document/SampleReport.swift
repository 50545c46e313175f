import Foundation
import Ports

/// A compressed document like a report of listings, made of random records.
struct SampleReport: Sendable {
    /// Where it lies.
    let path: String
    /// Its bytes when inflated.
    let size: Int64
    /// Its bytes as it lies there.
    let compressed: Int64

    /// So much is compressed once and repeated as often as it takes, for compressing everything would take minutes.
    private static let blockSize: Int64 = 1 << 25

    /// Makes a document.
    ///
    /// - Parameter size: Its bytes when inflated.
    /// - Throws: `Failure` when a program is missing or the disk is full; `CancellationError`.
    static func make(size: Int64, in folder: URL, random: any RandomSource) async throws -> SampleReport {
        let block = folder.appending(path: "block.txt").path
        let path = folder.appending(path: "report.txt.gz").path
        let count = size / blockSize
        try await Offload.run {
            try Data(records(Int(min(size, blockSize)), random)).write(to: URL(filePath: block))
            try Data(records(Int(size % blockSize), random)).write(to: URL(filePath: block + ".rest"))
        }
        try await ShellPipeline.run(
            """
            gzip "$1" "$1.rest" || exit 1
            { i=0; while [ "$i" -lt "$2" ]; do cat "$1.gz" || exit 1; i=$((i+1)); done; cat "$1.rest.gz"; } > "$3"
            """, [block, String(count), path])
        let compressed = try await Offload.run {
            try FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
        }
        return SampleReport(path: path, size: size, compressed: compressed?.int64Value ?? 0)
    }

    /// So many bytes of records.
    static func records(_ count: Int, _ random: any RandomSource) -> [UInt8] {
        let names = ["Camping lantern", "Kaffeebecher, groß", "Garden hose 20 m", "Kids' puzzle", "Wireless mouse"]
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 200)
        while bytes.count < count {
            let bits = random.next()
            let (number, other) = (bits % 100_000_000, random.next())
            let name = names[Int(other % UInt64(names.count))]
            let record =
                "\(name) \(other >> 8 % 1000)\t\tSKU-\(number)\t\(bits >> 40 % 500).\(other >> 20 % 90 + 10)\t"
                + "\(bits >> 33 % 800)\t2026-0\(bits >> 10 % 9 + 1)-1\(bits >> 20 % 10)T0\(other >> 30 % 10):15:00Z\t\ty\t1\t"
                + "B0\(String(other >> 24, radix: 36, uppercase: true))\tDEFAULT\tActive\n"
            bytes += record.utf8
        }
        // A cut character would be no text.
        bytes.removeLast(bytes.count - count)
        while let last = bytes.last, last >= 0x80 { bytes.removeLast() }
        bytes += [UInt8](repeating: UInt8(ascii: "."), count: count - bytes.count)
        return bytes
    }
}
