import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// A headless Chromium with a window of its own and no past, steered over plain HTTP as the W3C's WebDriver says.
struct Browser {
    /// The driver refused something.
    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    /// An element as the driver knows it.
    struct Element: Decodable {
        enum CodingKeys: String, CodingKey {
            case id = "element-6066-11e4-a52e-4f735466cecf"
        }
        let id: String
    }

    /// A line of the browser's console.
    struct ConsoleLine: Decodable {
        let level: String
        let message: String
    }

    private struct Answer<Value: Decodable>: Decodable { let value: Value }
    private struct Failure: Decodable {
        let error: String
        let message: String
    }

    private let session: URL
    private let site: URL

    /// Opens a window, and closes it when `body` has ended.
    ///
    /// - Parameters:
    ///   - driver: Where the driver is.
    ///   - site: What paths are relative to.
    ///   - runsScripts: Whether pages may run scripts, which people can forbid in Chromium's settings.
    static func open(
        _ driver: URL, at site: URL, runsScripts: Bool = true, _ body: (Browser) async throws -> Void
    ) async throws {
        struct Session: Decodable { let sessionId: String }
        var words = ["--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,900"]
        // Its own walls want an ordinary user.
        if getuid() == 0 { words.append("--no-sandbox") }
        let options: [String: Any] = [
            "args": words, "prefs": runsScripts ? [:] : ["profile.managed_default_content_settings.javascript": 2],
        ]
        let capabilities: [String: Any] = [
            "browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": ["browser": "ALL"],
        ]
        let session: Session = try await ask(
            "POST", driver.appending(path: "session"), ["capabilities": ["alwaysMatch": capabilities]])
        let browser = Browser(session: driver.appending(path: "session/\(session.sessionId)"), site: site)
        let result: Result<Void, any Error>
        do { result = .success(try await body(browser)) } catch { result = .failure(error) }
        _ = try? await send("DELETE", browser.session, nil)
        try result.get()
    }

    // MARK: Pages

    /// Goes to a path, and returns when the page and all that it needs are there.
    func visit(_ path: String) async throws {
        guard let address = URL(string: path, relativeTo: site)?.absoluteString else { throw URLError(.badURL) }
        try await tell("url", ["url": address])
    }

    /// The path where it is, with the query.
    func path() async throws -> String {
        let text: String = try await Self.ask("GET", session.appending(path: "url"), nil)
        guard let url = URL(string: text) else { throw URLError(.badURL) }
        return url.path + (url.query.map { "?\($0)" } ?? "")
    }

    /// The words that a person sees at the first place that the selector finds, once there is one.
    func text(_ selector: String) async throws -> String {
        let element = try await element(selector)
        return try await Self.ask("GET", session.appending(path: "element/\(element.id)/text"), nil)
    }

    /// How many elements there are.
    func count(_ selector: String) async throws -> Int { try await elements(selector).count }

    // MARK: Hands

    /// Clicks on the first element that the selector finds, once there is one that can be clicked.
    func click(_ selector: String) async throws {
        try await eventually("'\(selector)' can be clicked", looks: 100, pause: .milliseconds(50)) {
            guard let element = try await elements(selector).first else { return false }
            do {
                try await tell("element/\(element.id)/click", [:])
                return true
            } catch is Refused {
                // It was replaced meanwhile, or is hidden.
                return false
            }
        }
    }

    /// Clicks on something that leads to another page, and returns when that page is there.
    func follow(_ selector: String) async throws {
        let page = try await element("html")
        try await click(selector)
        try await eventually("a click on '\(selector)' leads on", looks: 200, pause: .milliseconds(50)) {
            do {
                let _: String = try await Self.ask("GET", session.appending(path: "element/\(page.id)/name"), nil)
                return false
            } catch is Refused {
                // The page that it belonged to is gone.
                return true
            }
        }
    }

    /// Types into a field, in the place of what is there.
    func type(_ text: String, into selector: String) async throws {
        let element = try await element(selector)
        try await tell("element/\(element.id)/clear", [:])
        try await tell("element/\(element.id)/value", ["text": text])
    }

    // MARK: Scripts

    /// Runs the body of a function in the page, whatever the page forbids itself, and returns what it returns.
    func run<Value: Decodable>(_ script: String, _ arguments: [Any] = []) async throws -> Value {
        try await Self.ask("POST", session.appending(path: "execute/sync"), ["script": script, "args": arguments])
    }

    /// Runs a command of Chromium's own protocol (https://chromedevtools.github.io/devtools-protocol/).
    func command<Value: Decodable>(_ name: String, _ parameters: [String: Any]) async throws -> Value {
        try await Self.ask("POST", session.appending(path: "goog/cdp/execute"), ["cmd": name, "params": parameters])
    }

    /// The same for one that answers nothing.
    func command(_ name: String, _ parameters: [String: Any]) async throws {
        try await tell("goog/cdp/execute", ["cmd": name, "params": parameters])
    }

    /// What the console said since it was last asked.
    func console() async throws -> [ConsoleLine] {
        try await Self.ask("POST", session.appending(path: "se/log"), ["type": "browser"])
    }

    // MARK: The driver

    private func element(_ selector: String) async throws -> Element {
        try await eventually("there is '\(selector)'", looks: 100, pause: .milliseconds(50)) {
            try await elements(selector).first
        }
    }

    private func elements(_ selector: String) async throws -> [Element] {
        try await Self.ask(
            "POST", session.appending(path: "elements"), ["using": "css selector", "value": selector])
    }

    private func tell(_ path: String, _ body: [String: Any]) async throws {
        try await Self.send("POST", session.appending(path: path), body)
    }

    private static func ask<Value: Decodable>(
        _ method: String, _ address: URL, _ body: [String: Any]?
    ) async throws -> Value {
        try JSONDecoder().decode(Answer<Value>.self, from: try await send(method, address, body)).value
    }

    @discardableResult
    private static func send(_ method: String, _ address: URL, _ body: [String: Any]?) async throws -> Data {
        // Not by URLSession, which does not understand the driver's header fields: they have no space after the colon.
        var request = HTTPClientRequest(url: address.absoluteString)
        request.method = HTTPMethod(rawValue: method)
        if let body {
            request.body = .bytes(try JSONSerialization.data(withJSONObject: body))
            request.headers.add(name: "Content-Type", value: "application/json")
        }
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let data = Data(try await answer.body.collect(upTo: 64 << 20).readableBytesView)
        guard answer.status == .ok else {
            let failure = try? JSONDecoder().decode(Answer<Failure>.self, from: data).value
            let words =
                failure.map { "\($0.error): \($0.message)" } ?? String(decoding: data.prefix(500), as: UTF8.self)
            throw Refused(description: "\(method) \(address.lastPathComponent): \(words)")
        }
        return data
    }
}
