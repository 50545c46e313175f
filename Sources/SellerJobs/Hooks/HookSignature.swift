import Crypto
import Secrets

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Proves to a receiver who sent a notice, and when.
enum HookSignature {
    /// The value of `Spworker-Signature`: `t=SECONDS,v1=HEX`, where HEX is HMAC-SHA-256 with the key over the seconds since
    /// 1970, a full stop and the body. The receiver should refuse old times.
    static func header(key: Secret, seconds: Int64, body: [UInt8]) -> String {
        var mac = HMAC<SHA256>(key: SymmetricKey(data: Array(key.reveal().utf8)))
        mac.update(data: Array("\(seconds).".utf8))
        mac.update(data: body)
        return "t=\(seconds),v1=\(mac.finalize().map(hexadecimal).joined())"
    }
}
