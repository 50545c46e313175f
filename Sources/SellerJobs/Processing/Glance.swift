import OperationCatalogue
import Synchronization

/// Finds out what a document says while its bytes pass by. It keeps few of them, however many they are.
protocol DocumentReading: Sendable {
    /// Reads on.
    mutating func take(_ chunk: [UInt8])

    /// What was found, as members of the progress.
    var figures: [String: JSONValue] { get }
}

/// Has a document read while it is fetched.
final class Glance: Sendable {
    private let begin: @Sendable () -> (any DocumentReading)?
    private let reading: Mutex<(any DocumentReading)?>

    /// - Parameter begin: Makes a reader that has read nothing; `nil` where nothing is to be seen in the document.
    init(_ begin: @escaping @Sendable () -> (any DocumentReading)?) {
        self.begin = begin
        reading = Mutex(begin())
    }

    /// What was found; `nil` where nothing is read.
    var figures: [String: JSONValue]? { reading.withLock { $0?.figures } }

    /// Looks at more bytes.
    func take(_ chunk: [UInt8]) { reading.withLock { $0?.take(chunk) } }

    /// Forgets what was read.
    func restart() { reading.withLock { $0 = begin() } }
}
