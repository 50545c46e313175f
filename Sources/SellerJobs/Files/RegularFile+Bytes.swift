import struct Foundation.Data
import class Foundation.FileHandle

extension RegularFile {
    /// The bytes of an open file, portion by portion.
    struct Bytes: ByteSource {
        /// The most bytes that one read brings.
        private static let portion = 1 << 18

        private let handle: FileHandle

        /// Reads from `offset` on; nothing where the file ends before it.
        init(_ opened: Opened, from offset: Int64 = 0) throws {
            handle = opened.handle
            try handle.seek(toOffset: UInt64(min(max(0, offset), opened.bytes)))
        }

        mutating func next() throws -> [UInt8] { Array(try handle.read(upToCount: Self.portion) ?? Data()) }
    }
}
