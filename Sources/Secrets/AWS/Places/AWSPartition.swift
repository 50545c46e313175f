/// A part of AWS with hosts and accounts of its own. It is told from a region's name.
package enum AWSPartition: String, Sendable, Hashable, CaseIterable {
    /// The commercial regions, and every region that is not known to be elsewhere.
    case commercial = "aws"
    case china = "aws-cn"
    case government = "aws-us-gov"
    case europeanSovereign = "aws-eusc"
    case isolated = "aws-iso"
    case isolatedB = "aws-iso-b"
    case isolatedE = "aws-iso-e"
    case isolatedF = "aws-iso-f"

    /// The partition of `region`.
    package init(region: String) {
        let prefixes: [(String, AWSPartition)] = [
            ("cn-", .china), ("us-gov-", .government), ("eusc-", .europeanSovereign), ("us-iso-", .isolated),
            ("us-isob-", .isolatedB), ("eu-isoe-", .isolatedE), ("us-isof-", .isolatedF),
        ]
        self = prefixes.first { region.hasPrefix($0.0) }?.1 ?? .commercial
    }

    /// What its hosts end in.
    var suffix: String {
        switch self {
        case .commercial, .government: "amazonaws.com"
        case .china: "amazonaws.com.cn"
        case .europeanSovereign: "amazonaws.eu"
        case .isolated: "c2s.ic.gov"
        case .isolatedB: "sc2s.sgov.gov"
        case .isolatedE: "cloud.adc-e.uk"
        case .isolatedF: "csp.hci.ic.gov"
        }
    }

    /// What its hosts end in that answer by IPv6 too.
    var dualStackSuffix: String {
        switch self {
        case .commercial, .government: "api.aws"
        case .china: "api.amazonwebservices.com.cn"
        case .europeanSovereign: "api.amazonwebservices.eu"
        case .isolated: "api.aws.ic.gov"
        case .isolatedB: "api.aws.scloud"
        case .isolatedE: "api.cloud-aws.adc-e.uk"
        case .isolatedF: "api.aws.hci.ic.gov"
        }
    }
}
