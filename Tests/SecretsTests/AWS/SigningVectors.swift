import Testing

/// Inputs and the signatures that the published algorithm gives for them, worked out by another implementation. Those
/// that AWS publishes itself have AWS's own signatures.
struct SigningVector: Sendable, CustomTestStringConvertible {
    let title: String
    let method: String
    let url: String
    var headers: [(String, String)] = []
    var body = ""
    var token: String?
    var service = "service"
    var region = "us-east-1"
    let signed: String
    let signature: String

    var testDescription: String { title }

    init(
        _ title: String, _ method: String, _ url: String, headers: [(String, String)] = [], body: String = "",
        token: String? = nil, service: String = "service", region: String = "us-east-1", signed: String,
        signature: String
    ) {
        self.title = title
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.token = token
        self.service = service
        self.region = region
        self.signed = signed
        self.signature = signature
    }

    static let all: [SigningVector] = [
        SigningVector(
            "a plain request", "GET", "https://example.amazonaws.com/",
            signed: "host;x-amz-date",
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        SigningVector(
            "no path at all", "GET", "https://example.amazonaws.com",
            signed: "host;x-amz-date",
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        SigningVector(
            "a query out of order", "GET", "https://example.amazonaws.com/?Param2=value2&Param1=value1",
            signed: "host;x-amz-date",
            signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
        SigningVector(
            "a query name that stands twice", "GET", "https://example.amazonaws.com/?Param1=value2&Param1=Value1",
            signed: "host;x-amz-date",
            signature: "eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1"),
        SigningVector(
            "a query name that begins another one", "GET", "https://example.amazonaws.com/?ab=1&a=2&a-b=3",
            signed: "host;x-amz-date",
            signature: "8f0d03fc591dcc079b2f263d13b3fdea197ac59a7935b30444d12e481edb3964"),
        SigningVector(
            "query names without a value", "GET", "https://example.amazonaws.com/?b&a=&c=1",
            signed: "host;x-amz-date",
            signature: "e59259ab43b7aed0457e32b95696efd099b2a289f7cadaa4fdeeddea73f4575f"),
        SigningVector(
            "an empty query", "GET", "https://example.amazonaws.com/?",
            signed: "host;x-amz-date",
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        SigningVector(
            "a query value with an equals sign", "GET", "https://example.amazonaws.com/?a=b=c&d=%2B+%20",
            signed: "host;x-amz-date",
            signature: "fcd2a4f311553dbb38d2084568c7f4f923eef16c05e9b760e4d33bc0d313e9eb"),
        SigningVector(
            "a query in Japanese, encoded", "GET", "https://example.amazonaws.com/?%E1%88%B4=bar",
            signed: "host;x-amz-date",
            signature: "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"),
        SigningVector(
            "a query with codes in small letters and ones that are not needed", "GET",
            "https://example.amazonaws.com/?p=%e1%88%b4%7E%41",
            signed: "host;x-amz-date",
            signature: "f48156ed41652df137b6cc4046e10ae8d7af2f1257b89f458e9ecbe92661e2ad"),
        SigningVector(
            "a path with a blank, encoded", "GET", "https://example.amazonaws.com/example%20space/",
            signed: "host;x-amz-date",
            signature: "446b817944c553435b35e813c261ff4e161fff982d1bacdef1c87f6785dd1662"),
        SigningVector(
            "a path in Ethiopic, encoded", "GET", "https://example.amazonaws.com/%E1%88%B4",
            signed: "host;x-amz-date",
            signature: "697b34846207a3f72246f99d74ae1ee4fe54f44bb06730c58a0d339eb079596d"),
        SigningVector(
            "a path in Ethiopic, not encoded", "GET", "https://example.amazonaws.com/ሴ",
            signed: "host;x-amz-date",
            signature: "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"),
        SigningVector(
            "a path with dot segments", "GET", "https://example.amazonaws.com/one/./two/../three/",
            signed: "host;x-amz-date",
            signature: "8e85ff6cd6da32e7cccbb412e22f66a2a4419500026ce1bd765bb2f31a8d55d1"),
        SigningVector(
            "a path that climbs past its root", "GET", "https://example.amazonaws.com/../../a",
            signed: "host;x-amz-date",
            signature: "e7dfad111cdad6139e285ddec7592de69207ee936e9af6cffa906e281325f76a"),
        SigningVector(
            "a path of slashes", "GET", "https://example.amazonaws.com//example//",
            signed: "host;x-amz-date",
            signature: "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"),
        SigningVector(
            "nothing but dots and slashes", "GET", "https://example.amazonaws.com/./..//",
            signed: "host;x-amz-date",
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        SigningVector(
            "a header with blanks", "GET", "https://example.amazonaws.com/",
            headers: [("My-Header1", "  value1  "), ("My-Header2", " \"a   b   c\" ")],
            signed: "host;my-header1;my-header2;x-amz-date",
            signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"),
        SigningVector(
            "a header that stands three times", "GET", "https://example.amazonaws.com/",
            headers: [("My-Header1", "value4"), ("my-header1", "value1"), ("MY-HEADER1", "value3")],
            signed: "host;my-header1;x-amz-date",
            signature: "4308aee29786bd01288955ced08fec4107b7a775176774808d7342b80eec106b"),
        SigningVector(
            "a header over several lines", "GET", "https://example.amazonaws.com/",
            headers: [("My-Header1", "value1\r\n  value2\n\tvalue3")],
            signed: "host;my-header1;x-amz-date",
            signature: "cfd34249e4b1c8d6b91ef74165d41a32e5fab3306300901bb65a51a73575eefd"),
        SigningVector(
            "an empty header", "GET", "https://example.amazonaws.com/",
            headers: [("My-Header1", "")],
            signed: "host;my-header1;x-amz-date",
            signature: "8691850dd38d072764229f10d3134e1a5b72c1fda6672468ed803a44e7de1f77"),
        SigningVector(
            "headers that intermediaries change", "GET", "https://example.amazonaws.com/",
            headers: [
                ("User-Agent", "spworker"), ("Connection", "close"), ("X-Amzn-Trace-Id", "Root=1"),
                ("Expect", "100-continue"),
            ],
            signed: "host;x-amz-date",
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        SigningVector(
            "a port of its own", "GET", "http://127.0.0.1:5000/?a=1",
            signed: "host;x-amz-date",
            signature: "fe3e39fdacf662a18c1dfc5145099dae3536dd3811843e69ed5553b76dbaaeac"),
        SigningVector(
            "the scheme's own port", "GET", "https://Example.amazonaws.com:443/",
            signed: "host;x-amz-date",
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        SigningVector(
            "a host header that was given", "GET", "http://127.0.0.1:5000/",
            headers: [("Host", "example.amazonaws.com")],
            signed: "host;x-amz-date",
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        SigningVector(
            "a form", "POST", "https://example.amazonaws.com/",
            headers: [("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
            body: "Action=GetCallerIdentity&Version=2011-06-15",
            signed: "content-type;host;x-amz-date",
            signature: "d8aef9ef9f7b80305f829ce1b9c069c49c4fe4c4d2755d2c3b4fce2542ee0986"),
        SigningVector(
            "a call to Secrets Manager", "POST", "https://secretsmanager.eu-west-1.amazonaws.com/",
            headers: [
                ("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", "secretsmanager.GetSecretValue"),
            ],
            body: "{\"SecretId\":\"spapi/größe\"}",
            service: "secretsmanager", region: "eu-west-1",
            signed: "content-type;host;x-amz-date;x-amz-target",
            signature: "8f9a0646adb02c046c99651d9d4450c9a3d6ee573e7c24f1ae63f55423b1e296"),
        SigningVector(
            "temporary keys", "POST", "https://ssm.eu-west-1.amazonaws.com/",
            headers: [("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", "AmazonSSM.GetParameters")],
            body: "{\"Names\":[\"/a\"],\"WithDecryption\":true}",
            token: "AQoDYXdzEPT//////////wEXAMPLE+token/==",
            service: "ssm", region: "eu-west-1",
            signed: "content-type;host;x-amz-date;x-amz-security-token;x-amz-target",
            signature: "8d9162121ed656a0e3b12ed0ca74a0ce1ac4f76542c15e637cb3842ae9665afa"),
    ]
}
