import Logging
import Secrets

/// What people may want to know of secrets.
extension CredentialCache {
    /// Tells of a new version, or of a source that does not answer. Never of a value.
    func log(_ news: SecretCacheState.Action) {
        switch news {
        case .changed(let reference, let from, let to):
            logger.info(
                "A secret has a new version.",
                metadata: ["reference": "\(reference)", "version": "\(to ?? "-")", "before": "\(from ?? "-")"])
        case .stale(let reference, let error):
            logger.warning(
                "Secrets cannot be read again; those that were read last are used for up to a day.",
                metadata: ["source": "\(reference.scheme.rawValue)", "reason": "\(error)"])
        case .fresh(let scheme):
            logger.info("Secrets can be read again.", metadata: ["source": "\(scheme.rawValue)"])
        case .read, .readTogether, .answer:
            break
        }
    }
}
