import Foundation
import Testing

/// The program that steers a Chromium: the environment variable `SPWORKER_CHROMEDRIVER` names it.
enum ChromeDriver {
    /// The program, if there is one to test with.
    static var program: URL? { named("SPWORKER_CHROMEDRIVER") }

    /// Tells why tests are skipped.
    static let absence: Comment =
        "SPWORKER_CHROMEDRIVER names no chromedriver: 'make test' finds one, and .ci/browser says what is missing"

    /// The file that a variable of the environment names.
    static func named(_ variable: String) -> URL? {
        ProcessInfo.processInfo.environment[variable].flatMap { $0.isEmpty ? nil : URL(filePath: $0) }
    }

    /// Starts the program at a port that is free. It ends with the workplace.
    ///
    /// - Returns: Its address.
    static func start(in workplace: Workplace) async throws -> URL {
        guard let program else { throw NeverHappened(description: "SPWORKER_CHROMEDRIVER names a chromedriver.") }
        let driver = try workplace.start(program, ["--port=0"])
        let line = try await driver.line(holding: "started successfully on port ")
        guard let place = line.firstRange(of: "on port "),
            let address = URL(string: "http://127.0.0.1:\(line[place.upperBound...].prefix { $0.isNumber })")
        else { throw NeverHappened(description: "chromedriver says where it listens: '\(line)'") }
        return address
    }
}
