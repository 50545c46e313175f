import JobModel
import Secrets

/// Finds sellers that have the same refresh token: a copied line that makes one act in the other's name.
struct SharedTokens {
    private let fingerprinter: Fingerprinter
    private var owners: [String: [AuthorizationKey]] = [:]

    /// - Parameter salt: Random bytes, so that the fingerprints mean nothing elsewhere.
    init(salt: [UInt8]) {
        fingerprinter = Fingerprinter(salt: salt)
    }

    /// Takes note of a seller's token.
    mutating func add(_ seller: AuthorizationKey, _ token: Secret) {
        owners[fingerprinter.fingerprint(clientId: seller.application, secret: token), default: []].append(seller)
    }

    var findings: [DoctorFinding] {
        owners.values.filter { Set($0.map(\.seller)).count > 1 }.map { sellers in
            sellers.map { "\($0.seller)/\($0.region)" }.sorted()
        }.sorted { $0[0] < $1[0] }.map { names in
            let shown = names.prefix(6).joined(separator: ", ")
            return .fault(
                .secrets,
                "The same refresh token is stored for several sellers, so one would act in another's name: \(shown)"
                    + (names.count > 6 ? " and \(names.count - 6) more." : "."),
                cure: "Store each seller's own token.")
        }
    }
}
