import Foundation

/// How a page is looked at.
struct Look: CustomStringConvertible {
    /// The width of the window, in CSS pixels.
    let width: Int
    let isDark: Bool

    /// A desk and a telephone, by day and by night.
    static let all = [1280, 390].flatMap { width in [false, true].map { Look(width: width, isDark: $0) } }

    /// Whether it is looked at with everything there is: each width and each colour scheme once.
    var isThorough: Bool { (width == 1280) != isDark }

    var description: String { "\(width)-\(isDark ? "dark" : "light")" }
}

extension Browser {
    /// Looks in another way from now on, at this page and at later ones. Nothing moves, so that nothing is caught on its
    /// way.
    func look(_ look: Look) async throws {
        let wishes = [
            ["name": "prefers-color-scheme", "value": look.isDark ? "dark" : "light"],
            ["name": "prefers-reduced-motion", "value": "reduce"],
        ]
        try await command("Emulation.setEmulatedMedia", ["features": wishes])
        try await command(
            "Emulation.setDeviceMetricsOverride",
            ["width": look.width, "height": look.width > 600 ? 900 : 844, "deviceScaleFactor": 1, "mobile": false])
    }

    /// Takes note of what the policy of each page to come forbids it, from its first instant on.
    func noteViolations() async throws {
        let script = """
            window.policyViolations = [];
            document.addEventListener("securitypolicyviolation", (event) =>
              window.policyViolations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
            """
        try await command("Page.addScriptToEvaluateOnNewDocument", ["source": script])
    }

    /// What the page's policy has forbidden it.
    func violations() async throws -> [String] { try await run("return window.policyViolations || ['not noted'];") }

    /// Keeps a picture of the whole page for people, in `.build/screenshots`.
    func keepPicture(_ name: String) async throws {
        struct Picture: Decodable { let data: String }
        struct Size: Decodable {
            let width: Int
            let height: Int
        }
        let size: Size = try await run(
            "return {width: innerWidth, height: Math.min(document.documentElement.scrollHeight, 6000)};")
        let clip: [String: Any] = ["x": 0, "y": 0, "width": size.width, "height": size.height, "scale": 1]
        let picture: Picture = try await command(
            "Page.captureScreenshot", ["format": "png", "captureBeyondViewport": true, "clip": clip])
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: ".build/screenshots")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard let bytes = Data(base64Encoded: picture.data) else { throw CocoaError(.coderInvalidValue) }
        try bytes.write(to: folder.appending(path: "\(name).png"))
    }
}
