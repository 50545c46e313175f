import OperationCatalogue
import Overview
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where a command prints: aligned text for people, or one JSON value for programs.
struct Console: Sendable {
    /// Whether JSON is wanted.
    let isJSON: Bool
    /// Whether standard output is a terminal.
    let isTerminal: Bool
    /// Whether colours are shown: on a terminal, unless `NO_COLOR` is set.
    let hasColour: Bool

    init(json: Bool, noColour: Bool) {
        isJSON = json
        isTerminal = isatty(STDOUT_FILENO) == 1
        hasColour = isTerminal && !noColour && !json
    }

    /// Prints a line to standard output.
    func line(_ text: String = "") {
        Self.write(text + "\n", to: STDOUT_FILENO)
    }

    /// Prints a JSON value in one line.
    func json(_ value: JSONValue) {
        line(value.text)
    }

    /// Prints a line to standard error.
    static func printError(_ text: String) {
        write(text + "\n", to: STDERR_FILENO)
    }

    /// Whether standard error is a terminal.
    static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Prints to standard error without a line break, for progress on a terminal.
    static func rawError(_ text: String) {
        write(text, to: STDERR_FILENO)
    }

    /// Prints without a line break, for progress on a terminal.
    func raw(_ text: String) {
        Self.write(text, to: STDOUT_FILENO)
    }

    /// The columns of the terminal, 80 where that cannot be told.
    var width: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Why something could not be written to standard output; zero when all was.
    private static let lost = Mutex<Int32>(0)

    /// - Throws: `Failure` when something that was printed did not arrive, as on a full disk.
    static func requireDelivery() throws {
        let reason = lost.withLock(\.self)
        if reason == 0 { return }
        throw Failure(
            .no,
            "error: standard output could not be written: \(String(cString: strerror(reason))). What was done is done.")
    }

    private static func write(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                #if canImport(Glibc)
                    Glibc.write(descriptor, buffer.baseAddress?.advanced(by: offset), bytes.count - offset)
                #elseif canImport(Musl)
                    Musl.write(descriptor, buffer.baseAddress?.advanced(by: offset), bytes.count - offset)
                #else
                    Darwin.write(descriptor, buffer.baseAddress?.advanced(by: offset), bytes.count - offset)
                #endif
            }
            if count > 0 {
                offset += count
                continue
            }
            if count < 0, errno == EINTR { continue }
            // A reader that went away, as `head` does, ends the output, not the work. Nor does any other trouble, but it
            // must not pass for success.
            if count < 0, errno != EPIPE, descriptor == STDOUT_FILENO {
                let reason = errno
                lost.withLock { $0 = $0 == 0 ? reason : $0 }
            }
            return
        }
    }
}

extension Style {
    /// How a terminal is told of it.
    fileprivate var code: Int {
        switch self {
        case .bold: 1
        case .faint: 2
        case .good: 32
        case .warning: 33
        case .bad: 31
        case .accent: 36
        }
    }
}

extension Console {
    /// The text in a style, where colours are shown.
    func styled(_ text: String, _ style: Style) -> String {
        hasColour ? "\u{1B}[\(style.code)m\(text)\u{1B}[0m" : text
    }
}
