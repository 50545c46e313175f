/// A certificate authority and a certificate for 127.0.0.1 and localhost, valid from 2020 to 2120. Made for these tests;
/// nothing else trusts them.
enum TestCertificates {
    /// The authority's certificate.
    static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBZDCCAQugAwIBAgIBATAKBggqhkjOPQQDAjAZMRcwFQYDVQQDDA5zcHdvcmtl
        ciB0ZXN0czAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowGTEXMBUG
        A1UEAwwOc3B3b3JrZXIgdGVzdHMwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAS7
        4Vx1kvcVXSBFH/XuePo4AoK5b0HUvH7ikoKTg9+TT3wPCA/toocEt/U5E14z6msm
        Ms2uowZnTGSoVwybBAvmo0IwQDAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQE
        AwIBBjAdBgNVHQ4EFgQUhWAB8ULQJWjuxT2WUSk9PQo+dz8wCgYIKoZIzj0EAwID
        RwAwRAIgZkrE5/t2ois+VkMrxfZTflzQ+TQoBvMC6yXG9iehOWcCIGTPCEEZJKNC
        qI2ELdp/t+7fqJO9ioroYQsvZOU4Z6vE
        -----END CERTIFICATE-----

        """

    /// The server's certificate.
    static let server = """
        -----BEGIN CERTIFICATE-----
        MIIBkTCCATagAwIBAgIBAjAKBggqhkjOPQQDAjAZMRcwFQYDVQQDDA5zcHdvcmtl
        ciB0ZXN0czAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowFDESMBAG
        A1UEAwwJMTI3LjAuMC4xMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEPxztodeg
        /0LVv6S4xQfPeIrWvmdlcybOCHWusLX7HLnZe8nHREDjv8SVwfSWdqG/SimvqFJS
        G/tNKe8wNrx/EKNyMHAwDAYDVR0TAQH/BAIwADAaBgNVHREEEzARhwR/AAABggls
        b2NhbGhvc3QwDgYDVR0PAQH/BAQDAgeAMBMGA1UdJQQMMAoGCCsGAQUFBwMBMB8G
        A1UdIwQYMBaAFIVgAfFC0CVo7sU9llEpPT0KPnc/MAoGCCqGSM49BAMCA0kAMEYC
        IQDrE9/4fehlTNuIlz8phi2Iz8wSNeRSnow01BAioSHN9AIhAPo3BUiFDg5xDO8m
        e7KhQ+PVITy8j4UZKidb71QI3Bb4
        -----END CERTIFICATE-----

        """

    /// The server's key.
    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgOmZ+Us+/1xG/Wb/4
        wc9GDff5VFqP9bzyrZBG4DE9fPGhRANCAAQ/HO2h16D/QtW/pLjFB894ita+Z2Vz
        Js4Ida6wtfscudl7ycdEQOO/xJXB9JZ2ob9KKa+oUlIb+00p7zA2vH8Q
        -----END PRIVATE KEY-----

        """
}
