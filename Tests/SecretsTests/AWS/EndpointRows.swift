import Secrets

/// The hosts that AWS's own rules give for services and regions.
struct EndpointRow: Sendable {
    let service: AWSService
    let region: String
    /// Plain, with FIPS, with dual stack, with both.
    let hosts: [String]

    init(_ service: AWSService, _ region: String, _ hosts: [String]) {
        self.service = service
        self.region = region
        self.hosts = hosts
    }

    static let all: [EndpointRow] = [
        EndpointRow(
            .secretsManager, "eu-west-1",
            [
                "secretsmanager.eu-west-1.amazonaws.com", "secretsmanager-fips.eu-west-1.amazonaws.com",
                "secretsmanager.eu-west-1.amazonaws.com", "secretsmanager-fips.eu-west-1.amazonaws.com",
            ]),
        EndpointRow(
            .parameterStore, "eu-west-1",
            [
                "ssm.eu-west-1.amazonaws.com", "ssm-fips.eu-west-1.amazonaws.com", "ssm.eu-west-1.api.aws",
                "ssm-fips.eu-west-1.api.aws",
            ]),
        EndpointRow(
            .securityTokens, "eu-west-1",
            [
                "sts.eu-west-1.amazonaws.com", "sts-fips.eu-west-1.amazonaws.com", "sts.eu-west-1.api.aws",
                "sts-fips.eu-west-1.api.aws",
            ]),
        EndpointRow(
            .signOn, "eu-west-1",
            [
                "portal.sso.eu-west-1.amazonaws.com", "portal.sso-fips.eu-west-1.amazonaws.com",
                "portal.sso.eu-west-1.api.aws", "portal.sso-fips.eu-west-1.api.aws",
            ]),
        EndpointRow(
            .secretsManager, "cn-north-1",
            [
                "secretsmanager.cn-north-1.amazonaws.com.cn", "secretsmanager-fips.cn-north-1.amazonaws.com.cn",
                "secretsmanager.cn-north-1.amazonaws.com.cn",
                "secretsmanager-fips.cn-north-1.api.amazonwebservices.com.cn",
            ]),
        EndpointRow(
            .parameterStore, "cn-north-1",
            [
                "ssm.cn-north-1.amazonaws.com.cn", "ssm-fips.cn-north-1.amazonaws.com.cn",
                "ssm.cn-north-1.api.amazonwebservices.com.cn", "ssm-fips.cn-north-1.api.amazonwebservices.com.cn",
            ]),
        EndpointRow(
            .securityTokens, "cn-north-1",
            [
                "sts.cn-north-1.amazonaws.com.cn", "sts-fips.cn-north-1.amazonaws.com.cn",
                "sts.cn-north-1.api.amazonwebservices.com.cn", "sts-fips.cn-north-1.api.amazonwebservices.com.cn",
            ]),
        EndpointRow(
            .signOn, "cn-north-1",
            [
                "portal.sso.cn-north-1.amazonaws.com.cn", "portal.sso-fips.cn-north-1.amazonaws.com.cn",
                "portal.sso.cn-north-1.api.amazonwebservices.com.cn",
                "portal.sso-fips.cn-north-1.api.amazonwebservices.com.cn",
            ]),
        EndpointRow(
            .secretsManager, "us-gov-west-1",
            [
                "secretsmanager.us-gov-west-1.amazonaws.com", "secretsmanager-fips.us-gov-west-1.amazonaws.com",
                "secretsmanager.us-gov-west-1.amazonaws.com", "secretsmanager-fips.us-gov-west-1.amazonaws.com",
            ]),
        EndpointRow(
            .parameterStore, "us-gov-west-1",
            [
                "ssm.us-gov-west-1.amazonaws.com", "ssm.us-gov-west-1.amazonaws.com", "ssm.us-gov-west-1.api.aws",
                "ssm-fips.us-gov-west-1.api.aws",
            ]),
        EndpointRow(
            .securityTokens, "us-gov-west-1",
            [
                "sts.us-gov-west-1.amazonaws.com", "sts.us-gov-west-1.amazonaws.com", "sts.us-gov-west-1.api.aws",
                "sts-fips.us-gov-west-1.api.aws",
            ]),
        EndpointRow(
            .signOn, "us-gov-west-1",
            [
                "portal.sso.us-gov-west-1.amazonaws.com", "portal.sso.us-gov-west-1.amazonaws.com",
                "portal.sso.us-gov-west-1.api.aws", "portal.sso-fips.us-gov-west-1.api.aws",
            ]),
        EndpointRow(
            .secretsManager, "eusc-de-east-1",
            [
                "secretsmanager.eusc-de-east-1.amazonaws.eu", "secretsmanager-fips.eusc-de-east-1.amazonaws.eu",
                "secretsmanager.eusc-de-east-1.api.amazonwebservices.eu",
                "secretsmanager-fips.eusc-de-east-1.api.amazonwebservices.eu",
            ]),
        EndpointRow(
            .parameterStore, "eusc-de-east-1",
            [
                "ssm.eusc-de-east-1.amazonaws.eu", "ssm-fips.eusc-de-east-1.amazonaws.eu",
                "ssm.eusc-de-east-1.api.amazonwebservices.eu", "ssm-fips.eusc-de-east-1.api.amazonwebservices.eu",
            ]),
        EndpointRow(
            .securityTokens, "eusc-de-east-1",
            [
                "sts.eusc-de-east-1.amazonaws.eu", "sts-fips.eusc-de-east-1.amazonaws.eu",
                "sts.eusc-de-east-1.api.amazonwebservices.eu", "sts-fips.eusc-de-east-1.api.amazonwebservices.eu",
            ]),
        EndpointRow(
            .signOn, "eusc-de-east-1",
            [
                "portal.sso.eusc-de-east-1.amazonaws.eu", "portal.sso-fips.eusc-de-east-1.amazonaws.eu",
                "portal.sso.eusc-de-east-1.api.amazonwebservices.eu",
                "portal.sso-fips.eusc-de-east-1.api.amazonwebservices.eu",
            ]),
        EndpointRow(
            .secretsManager, "us-iso-east-1",
            [
                "secretsmanager.us-iso-east-1.c2s.ic.gov", "secretsmanager-fips.us-iso-east-1.c2s.ic.gov",
                "secretsmanager.us-iso-east-1.api.aws.ic.gov", "secretsmanager-fips.us-iso-east-1.api.aws.ic.gov",
            ]),
        EndpointRow(
            .parameterStore, "us-iso-east-1",
            [
                "ssm.us-iso-east-1.c2s.ic.gov", "ssm-fips.us-iso-east-1.c2s.ic.gov", "ssm.us-iso-east-1.api.aws.ic.gov",
                "ssm-fips.us-iso-east-1.api.aws.ic.gov",
            ]),
        EndpointRow(
            .securityTokens, "us-iso-east-1",
            [
                "sts.us-iso-east-1.c2s.ic.gov", "sts-fips.us-iso-east-1.c2s.ic.gov", "sts.us-iso-east-1.api.aws.ic.gov",
                "sts-fips.us-iso-east-1.api.aws.ic.gov",
            ]),
        EndpointRow(
            .signOn, "us-iso-east-1",
            [
                "portal.sso.us-iso-east-1.c2s.ic.gov", "portal.sso-fips.us-iso-east-1.c2s.ic.gov",
                "portal.sso.us-iso-east-1.api.aws.ic.gov", "portal.sso-fips.us-iso-east-1.api.aws.ic.gov",
            ]),
        EndpointRow(
            .secretsManager, "us-isob-east-1",
            [
                "secretsmanager.us-isob-east-1.sc2s.sgov.gov", "secretsmanager-fips.us-isob-east-1.sc2s.sgov.gov",
                "secretsmanager.us-isob-east-1.api.aws.scloud", "secretsmanager-fips.us-isob-east-1.api.aws.scloud",
            ]),
        EndpointRow(
            .parameterStore, "us-isob-east-1",
            [
                "ssm.us-isob-east-1.sc2s.sgov.gov", "ssm-fips.us-isob-east-1.sc2s.sgov.gov",
                "ssm.us-isob-east-1.api.aws.scloud", "ssm-fips.us-isob-east-1.api.aws.scloud",
            ]),
        EndpointRow(
            .securityTokens, "us-isob-east-1",
            [
                "sts.us-isob-east-1.sc2s.sgov.gov", "sts-fips.us-isob-east-1.sc2s.sgov.gov",
                "sts.us-isob-east-1.api.aws.scloud", "sts-fips.us-isob-east-1.api.aws.scloud",
            ]),
        EndpointRow(
            .signOn, "us-isob-east-1",
            [
                "portal.sso.us-isob-east-1.sc2s.sgov.gov", "portal.sso-fips.us-isob-east-1.sc2s.sgov.gov",
                "portal.sso.us-isob-east-1.api.aws.scloud", "portal.sso-fips.us-isob-east-1.api.aws.scloud",
            ]),
        EndpointRow(
            .secretsManager, "eu-isoe-west-1",
            [
                "secretsmanager.eu-isoe-west-1.cloud.adc-e.uk", "secretsmanager-fips.eu-isoe-west-1.cloud.adc-e.uk",
                "secretsmanager.eu-isoe-west-1.api.cloud-aws.adc-e.uk",
                "secretsmanager-fips.eu-isoe-west-1.api.cloud-aws.adc-e.uk",
            ]),
        EndpointRow(
            .parameterStore, "eu-isoe-west-1",
            [
                "ssm.eu-isoe-west-1.cloud.adc-e.uk", "ssm-fips.eu-isoe-west-1.cloud.adc-e.uk",
                "ssm.eu-isoe-west-1.api.cloud-aws.adc-e.uk", "ssm-fips.eu-isoe-west-1.api.cloud-aws.adc-e.uk",
            ]),
        EndpointRow(
            .securityTokens, "eu-isoe-west-1",
            [
                "sts.eu-isoe-west-1.cloud.adc-e.uk", "sts-fips.eu-isoe-west-1.cloud.adc-e.uk",
                "sts.eu-isoe-west-1.api.cloud-aws.adc-e.uk", "sts-fips.eu-isoe-west-1.api.cloud-aws.adc-e.uk",
            ]),
        EndpointRow(
            .signOn, "eu-isoe-west-1",
            [
                "portal.sso.eu-isoe-west-1.cloud.adc-e.uk", "portal.sso-fips.eu-isoe-west-1.cloud.adc-e.uk",
                "portal.sso.eu-isoe-west-1.api.cloud-aws.adc-e.uk",
                "portal.sso-fips.eu-isoe-west-1.api.cloud-aws.adc-e.uk",
            ]),
        EndpointRow(
            .secretsManager, "us-isof-south-1",
            [
                "secretsmanager.us-isof-south-1.csp.hci.ic.gov", "secretsmanager-fips.us-isof-south-1.csp.hci.ic.gov",
                "secretsmanager.us-isof-south-1.api.aws.hci.ic.gov",
                "secretsmanager-fips.us-isof-south-1.api.aws.hci.ic.gov",
            ]),
        EndpointRow(
            .parameterStore, "us-isof-south-1",
            [
                "ssm.us-isof-south-1.csp.hci.ic.gov", "ssm-fips.us-isof-south-1.csp.hci.ic.gov",
                "ssm.us-isof-south-1.api.aws.hci.ic.gov", "ssm-fips.us-isof-south-1.api.aws.hci.ic.gov",
            ]),
        EndpointRow(
            .securityTokens, "us-isof-south-1",
            [
                "sts.us-isof-south-1.csp.hci.ic.gov", "sts-fips.us-isof-south-1.csp.hci.ic.gov",
                "sts.us-isof-south-1.api.aws.hci.ic.gov", "sts-fips.us-isof-south-1.api.aws.hci.ic.gov",
            ]),
        EndpointRow(
            .signOn, "us-isof-south-1",
            [
                "portal.sso.us-isof-south-1.csp.hci.ic.gov", "portal.sso-fips.us-isof-south-1.csp.hci.ic.gov",
                "portal.sso.us-isof-south-1.api.aws.hci.ic.gov", "portal.sso-fips.us-isof-south-1.api.aws.hci.ic.gov",
            ]),
        EndpointRow(
            .storage, "eu-west-1",
            [
                "s3.eu-west-1.amazonaws.com", "s3-fips.eu-west-1.amazonaws.com", "s3.dualstack.eu-west-1.amazonaws.com",
                "s3-fips.dualstack.eu-west-1.amazonaws.com",
            ]),
        EndpointRow(
            .storage, "us-gov-west-1",
            [
                "s3.us-gov-west-1.amazonaws.com", "s3-fips.us-gov-west-1.amazonaws.com",
                "s3.dualstack.us-gov-west-1.amazonaws.com", "s3-fips.dualstack.us-gov-west-1.amazonaws.com",
            ]),
        EndpointRow(
            .storage, "cn-north-1",
            [
                "s3.cn-north-1.amazonaws.com.cn", "s3-fips.cn-north-1.amazonaws.com.cn",
                "s3.dualstack.cn-north-1.amazonaws.com.cn", "s3-fips.dualstack.cn-north-1.amazonaws.com.cn",
            ]),
    ]
}
