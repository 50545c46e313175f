import Secrets

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Addresses that documents may be fetched from and sent to.
enum StorageURL {
    /// Whether `url` is `https`, or plain `http` on this machine.
    static func isAcceptable(_ url: Secret) -> Bool {
        guard let parts = URLComponents(string: url.reveal()), let host = parts.host, let scheme = parts.scheme,
            parts.user == nil, parts.password == nil
        else { return false }
        return (try? APIEndpoint("\(scheme)://\(host)")) != nil
    }
}
