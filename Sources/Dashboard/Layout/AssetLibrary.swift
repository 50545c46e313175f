import Crypto
import HTTPTypes
import Hummingbird
import NIOCore

/// The files that pages need: the style sheet, the script, the icon. They are part of the program.
struct AssetLibrary: Sendable {
    private struct Asset: Sendable {
        let type: String
        let bytes: ByteBuffer
        /// A digest of its bytes.
        let tag: String
    }

    private let assets: [String: Asset]

    init() {
        // One style sheet, written in several files.
        let styles =
            PackageResources.base_css + PackageResources.layout_css + PackageResources.components_css
            + PackageResources.forms_css + PackageResources.charts_css + PackageResources.narrow_css
            + PackageResources.pages_css + PackageResources.jobs_css
        assets = [
            "dashboard.css": Self.asset("text/css; charset=utf-8", styles),
            "dashboard.js": Self.asset("text/javascript; charset=utf-8", PackageResources.dashboard_js),
            "icon.svg": Self.asset("image/svg+xml", PackageResources.icon_svg),
        ]
    }

    private static func asset(_ type: String, _ bytes: [UInt8]) -> Asset {
        let digest = SHA256.hash(data: bytes).prefix(8)
        let tag = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return Asset(type: type, bytes: ByteBuffer(bytes: bytes), tag: tag)
    }

    /// The address of an asset, which changes with its bytes.
    func address(of name: String) -> String { "/assets/\(name)?v=\(assets[name]?.tag ?? "")" }

    /// The answer to whoever asks for an asset; `nil` when there is none of the name.
    func response(_ name: String, _ request: Request) -> Response? {
        guard let asset = assets[name] else { return nil }
        // An address with the digest never shows anything else.
        let isNamedByDigest = request.query["v"] == asset.tag
        let tag = "\"\(asset.tag)\""
        var headers: HTTPFields = [.eTag: tag, .contentType: asset.type]
        headers[.cacheControl] = isNamedByDigest ? "public, max-age=31536000, immutable" : "no-cache"
        let known = request.headers[.ifNoneMatch]?.split(separator: ",").map { String($0).trimmed } ?? []
        if known.contains(tag) || known.contains("*") || known.contains("W/\(tag)") {
            headers[.contentType] = nil
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: asset.bytes))
    }

    /// Where assets are had.
    struct Part: SitePart {
        let site: Site

        func add(to router: Router<DashboardContext>) {
            router.get("assets/:name") { request, context -> Response in
                guard let response = site.assets.response(try context.parameters.require("name"), request) else {
                    throw Refusal.notFound()
                }
                return response
            }
        }
    }
}
