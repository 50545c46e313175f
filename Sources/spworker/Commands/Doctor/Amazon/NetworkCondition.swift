import OperationCatalogue
import Ports

/// What is to be said of the ways to Amazon.
struct NetworkCondition: Sendable {
    /// How requests leave this machine, as far as it helps to tell.
    struct Way: Sendable {
        /// Whether `http.proxy` is set.
        var hasProxy = false
        /// The file of further certificate authorities.
        var caFile: String?
        /// A variable of the environment that names a proxy for other programs.
        var proxyVariable: String?
    }

    /// The address: scheme, host and port.
    let origin: String
    /// What is there.
    let titles: [String]
    /// Why it cannot be reached; `nil` when it answers.
    let trouble: String?
    let way: Way

    /// Whether it answers.
    var isReachable: Bool { trouble == nil }

    var finding: DoctorFinding {
        guard let trouble else {
            return .ok(.network, "Answers: \(titles.joined(separator: ", ")).", about: origin)
        }
        return .fault(.network, sentence(trouble), about: origin, cure: cure)
    }

    private var cure: String {
        var hints: [String] = []
        if way.hasProxy {
            hints.append("Requests go through http.proxy: check that it runs and lets this host pass.")
        } else if let variable = way.proxyVariable {
            hints.append("\(variable) is set, and this program goes by its configuration alone: set http.proxy.")
        } else {
            hints.append("Check name resolution, firewall and network; where a proxy is needed, set http.proxy.")
        }
        if let caFile = way.caFile {
            hints.append("Certificates are checked with the system's authorities and \(caFile) (http.caFile).")
        } else if origin.hasPrefix("https") {
            hints.append("If something in between opens TLS, name its authority in http.caFile.")
        }
        return hints.joined(separator: " ")
    }

    /// The scheme, host and port of a URL, by which connections are told apart.
    static func origin(of url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return url }
        let authority = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return url[..<scheme.upperBound].lowercased() + authority.lowercased()
    }

    /// The addresses that these sellers need, with what is there.
    static func addresses(_ configuration: Configuration, sellers: [SellerSettings]) -> [(String, [String])] {
        var titles: [String: Set<String>] = [origin(of: configuration.endpoints.lwa): ["Login with Amazon"]]
        for seller in sellers {
            titles[origin(of: configuration.endpoint(of: seller)), default: []]
                .insert("API \(seller.region.rawValue)\(seller.sandbox ? " (sandbox)" : "")")
        }
        return titles.sorted { $0.key < $1.key }.map { ($0.key, $0.value.sorted()) }
    }

    /// Tries an address with a request that needs no token. Any answer will do.
    static func look(_ origin: String, _ titles: [String], _ way: Way, through transport: any HTTPTransport) async
        -> Self
    {
        let request = HTTPRequest(
            method: "GET", url: origin + "/", headers: [HTTPHeader("User-Agent", "spworker/\(Spworker.version)")],
            timeout: .seconds(10))
        var trouble: String?
        do {
            let answer = try await transport.send(request)
            // Read, so that the connection can serve again.
            _ = try? await answer.body.collect(upTo: 1 << 16)
        } catch let error as HTTPTransportError {
            trouble = error.message
        } catch {
            trouble = "no connection could be made"
        }
        return NetworkCondition(origin: origin, titles: titles, trouble: trouble, way: way)
    }
}
